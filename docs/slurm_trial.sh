#!/bin/bash
# A sweep on a real Slurm of one node, on loopback, by way of dask-jobqueue; a job is killed on the
# way, and the store must equal a serial one, byte for byte: ends with 1 if it does not.
#
#     sudo apt-get install slurmd slurmctld slurm-client munge
#     pip install 'alliances[distributed]' dask-jobqueue
#     sudo PYTHON=/path/to/python docs/slurm_trial.sh
#
# As root, on a machine whose own Slurm is not running: it starts munged, slurmctld and slurmd with a
# config of its own in a temporary folder and ends them again. Both sweeps run a copy of the package
# that nobody changes meanwhile, as the ids of cells know the code.
set -euo pipefail

PYTHON=$(realpath -s "${PYTHON:-python3}")
ROOT=$(realpath "$(dirname "$0")/..")
PLACE=$(mktemp -d /tmp/slurm_trial.XXXXXX)
export SLURM_CONF=$PLACE/slurm.conf PYTHONPATH=$PLACE/tree OMP_NUM_THREADS=1
mkdir -p "$PLACE/tree/results"
cp -r "$ROOT/sim" "$ROOT/configs" "$PLACE/tree"
cp -r "$ROOT/results/ensemble" "$PLACE/tree/results"
cd "$PLACE/tree"
echo "commit $(git -C "$ROOT" describe --always --dirty), $(slurmd -V), $("$PYTHON" --version)"

started=()
finish() {
    status=$?
    scancel --user root 2>/dev/null || true
    sleep 1
    for process in "${started[@]}"; do kill "$process" 2>/dev/null || true; done
    [ $status -eq 0 ] && rm -rf "$PLACE" || echo "logs are in $PLACE"
}
trap finish EXIT

# A key of its own; the packages' folder for the socket is made where no init has made it.
mkdir -p "$PLACE"/{state,spool,munge}
chmod 755 "$PLACE"
chown munge: "$PLACE/munge" && chmod 755 "$PLACE/munge"
head -c 1024 /dev/urandom > "$PLACE/munge/key"
chown munge: "$PLACE/munge/key" && chmod 400 "$PLACE/munge/key"
socket=$PLACE/munge/socket
setpriv --reuid=munge --regid=munge --clear-groups munged --foreground --key-file "$PLACE/munge/key" \
    --socket "$socket" --pid-file "$PLACE/munge/pid" --log-file "$PLACE/munge/log" \
    --seed-file "$PLACE/munge/seed" &
started+=($!)

cores=$(nproc)
cat > "$SLURM_CONF" <<CONF
ClusterName=trial
SlurmctldHost=$(hostname -s)(127.0.0.1)
SlurmUser=root
AuthType=auth/munge
AuthInfo=socket=$socket
CryptoType=crypto/munge
MpiDefault=none
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
ReturnToService=2
SlurmctldPort=16817
SlurmdPort=16818
SlurmctldPidFile=$PLACE/slurmctld.pid
SlurmdPidFile=$PLACE/slurmd.pid
SlurmdSpoolDir=$PLACE/spool
StateSaveLocation=$PLACE/state
SlurmctldLogFile=$PLACE/slurmctld.log
SlurmdLogFile=$PLACE/slurmd.log
SchedulerType=sched/builtin
SelectType=select/cons_tres
SelectTypeParameters=CR_CPU
KillWait=2
NodeName=$(hostname -s) NodeAddr=127.0.0.1 CPUs=$cores RealMemory=2000 State=UNKNOWN
PartitionName=trial Nodes=ALL Default=YES MaxTime=INFINITE State=UP OverSubscribe=YES:4
CONF

slurmctld -D -c >/dev/null 2>&1 & started+=($!)
slurmd -D >/dev/null 2>&1 & started+=($!)
for _ in $(seq 60); do
    sinfo -h -o %T 2>/dev/null | grep -q idle && break
    sleep 1
done
sinfo
sinfo -h -o %T | grep -q idle

PLACE=$PLACE "$PYTHON" - <<'PROGRAM'
import os
import subprocess
import sys
import time
from importlib.metadata import version
from pathlib import Path

from dask_jobqueue import SLURMCluster

import sim

place = Path(os.environ["PLACE"])
assert Path(sim.__file__).is_relative_to(place), f"{sim.__file__} would run, not the copy"
print(", ".join(f"{name} {version(name)}" for name in ("dask", "distributed", "dask-jobqueue")))
WORDS = ["experiment=policy_map", "sweep.points=5", "replications=200", "figures=false"]


def command(*words: str) -> list[str]:
    return [sys.executable, "-m", "sim", *WORDS, *words]


def jobs() -> list[str]:
    told = subprocess.run(["squeue", "-h", "-t", "R", "-o", "%i"], capture_output=True, text=True)
    return told.stdout.split()


def contents(name: str) -> dict[str, bytes]:
    store = place / name / "policy_map" / "store"
    return {
        str(path.relative_to(store)): path.read_bytes()
        for path in sorted(store.rglob("*.parquet"))
    }


cluster = SLURMCluster(
    cores=1, processes=1, memory="900MB", walltime="00:30:00", interface="lo", python=sys.executable,
    job_extra_directives=["--oversubscribe"], log_directory=str(place / "logs"),
    scheduler_options={"host": "127.0.0.1", "port": 0, "dashboard": False},
    local_directory=str(place / "spool"), job_script_prologue=["export OMP_NUM_THREADS=1"],
)
cluster.scale(jobs=2)
while len(jobs()) < 2:
    time.sleep(0.5)
print("jobs", *jobs(), flush=True)
sweep = subprocess.Popen(
    command("launcher=dask", f"launcher.address={cluster.scheduler_address}", f"output={place}/slurm")
)
store = place / "slurm" / "policy_map" / "store" / "cells"
while len(list(store.glob("*.parquet"))) < 3:
    assert sweep.poll() is None, "the sweep ended before a job could be cancelled"
    time.sleep(0.1)
first = jobs()[0]
subprocess.run(["scancel", "--signal=KILL", "--full", first], check=True)
print("killed job", first, "with", len(list(store.glob("*.parquet"))), "parts written", flush=True)
cluster.scale(jobs=2)
assert sweep.wait(1500) == 0, "the sweep did not finish"
assert first not in jobs(), "the job was not killed"
cluster.close()
subprocess.run(command("launcher=serial", f"output={place}/serial"), check=True)
one, other = contents("slurm"), contents("serial")
differing = sorted(name for name in {*one, *other} if one.get(name) != other.get(name))
if differing or not one:
    sys.exit(f"the stores differ, in {len(differing)} of {len({*one, *other})} parts: {differing}")
print(f"equal: {len(one)} parts, {sum(map(len, one.values())):,} bytes")
PROGRAM
