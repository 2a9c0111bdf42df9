# Everything happens in .venv, made on first use; pyproject.toml says what goes in.
#
# ARGS is split into words as a shell would (quotes group), but nothing else in it is
# interpreted: brackets, parentheses, braces, * and $ reach the program as written.

VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check

# The first interpreter that is new enough, or python3 for its error message.
find_python = for p in python3.11 python3 python3.12 python3.13; do \
	$$p -c "import sys; sys.exit(sys.version_info < (3, 11))" 2>/dev/null && echo $$p && exit; \
	done; echo python3
PYTHON ?= $(shell $(find_python))

override ARGS := $(value ARGS)
export ARGS

# Starts `python -m MODULE ...` with the words of ARGS added.
define LAUNCH
import os, shlex, sys
try:
    words = shlex.split(os.environ["ARGS"])
except ValueError as problem:
    sys.exit(f"ARGS cannot be read ({problem}): {os.environ['ARGS']}")
os.execv(sys.executable, [sys.executable, "-m", *sys.argv[1:], *words])
endef
export LAUNCH

.NOTPARALLEL:
.PHONY: help run app class watch evidence test docs bench format clean lock

help: ## Show this list
	@echo "usage: make TARGET [ARGS='...'] [PYTHON=/path/to/python3.11]"
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-8s %s\n", $$1, $$2 }' Makefile

run: $(VENV)/.runtime ## Run the simulation: make run ARGS="policy=vst"
	@$(BIN)/python -c "$$LAUNCH" sim

app: $(VENV)/.app ## Explore what a policy brings, in a browser, on http://127.0.0.1:8100
	@$(BIN)/python -c "$$LAUNCH" sim.app

class: $(VENV)/.app ## Play in class: serve the game on the local network, and say where
	@$(BIN)/python -c "$$LAUNCH" sim.app --lan

evidence: $(VENV)/.runtime ## Check every claim of the model, under two minutes: results/evidence
	@$(BIN)/python -c "$$LAUNCH" experiments.evidence

watch: $(VENV)/.viz ## Watch the market in a browser, quarter by quarter, on http://127.0.0.1:8765
	@$(BIN)/python -c "$$LAUNCH" sim.mesa_engine.serve

test: $(VENV)/.dev ## Lint, check types, run the tests: make test ARGS="-m 'not slow'"
	$(BIN)/python -m ruff check .
	$(BIN)/python -m ruff format --check .
	$(BIN)/python -m mypy sim
	@echo "$(BIN)/python -m pytest -n 2 $$ARGS"
	@$(BIN)/python -c "$$LAUNCH" pytest -n 2

docs: $(VENV)/.docs ## Build the docs site, offline: build/docs/index.html
	@$(BIN)/python -m sphinx -W --keep-going -q -b html docs build/docs
	@echo "build/docs/index.html"

bench: $(VENV)/.dev ## Time every form of the model, the phases and the scaling (4 minutes)
	@for part in bench ratios phases scaling; do \
		OMP_NUM_THREADS=1 POLARS_MAX_THREADS=1 $(BIN)/python -m tests.benchmarks.$$part || exit; done

format: $(VENV)/.dev ## Format the code and apply the linter's safe fixes
	$(BIN)/python -m ruff check --fix-only .
	$(BIN)/python -m ruff format .

lock: $(VENV)/.dev ## Pin what we build on by hash, without a host (needs uv), and list licences
	uv pip compile pyproject.toml --extra app --extra distributed --universal --python-version 3.11 \
		--generate-hashes --no-emit-index-url --no-emit-find-links --no-annotate --no-header \
		--upgrade -q -o requirements.lock
	$(BIN)/python docs/licences.py

clean: ## Remove .venv and caches; results/ stays
	rm -rf $(VENV) .pytest_cache .mypy_cache .ruff_cache .hypothesis .benchmarks .coverage .coverage.* htmlcov build dist
	find . -type d -name __pycache__ -prune -exec rm -rf {} +

# The venv is made whole or not at all: the stamp comes last. Where Python comes
# without ensurepip, the interpreter's own pip puts pip in.
$(VENV)/.created:
	@$(PYTHON) -c "import sys; sys.exit(sys.version_info < (3, 11))" 2>/dev/null || { \
		echo "alliances needs Python 3.11 or newer; '$(PYTHON)' is" \
			"$$(command -v $(PYTHON) >/dev/null && $(PYTHON) --version 2>&1 || echo missing)." >&2; \
		echo "Name another one: make ... PYTHON=/path/to/python3.11" >&2; exit 1; }
	@echo "Creating $(VENV) with $(PYTHON) ..."
	@$(PYTHON) -m venv --clear $(VENV) >/dev/null 2>&1 || { \
		$(PYTHON) -m venv --clear --without-pip $(VENV) && \
		$(PYTHON) -m pip --python $(BIN)/python install -qq --disable-pip-version-check pip; }
	@touch $@

$(VENV)/.runtime: $(VENV)/.created pyproject.toml
	@echo "Installing alliances and what it needs to run (about a minute, once) ..."
	@$(PIP) install -qq --editable .
	@touch $@

$(VENV)/.dev: $(VENV)/.created pyproject.toml
	@echo "Installing alliances and its development tools (about a minute, once) ..."
	@$(PIP) install -qq --editable ".[dev]"
	@touch $(VENV)/.runtime $@

$(VENV)/.ci: $(VENV)/.dev
	@echo "Installing what no test may be skipped for (a minute, once) ..."
	@$(PIP) install -qq --editable ".[ci]"
	@touch $@

$(VENV)/.app: $(VENV)/.runtime
	@echo "Installing what the pages need (half a minute, once) ..."
	@$(PIP) install -qq --editable ".[app]"
	@touch $@

$(VENV)/.docs: $(VENV)/.runtime
	@echo "Installing what the docs site needs (once) ..."
	@$(PIP) install -qq --editable ".[docs]"
	@touch $@

$(VENV)/.viz: $(VENV)/.runtime
	@echo "Installing what the page needs (about a minute, once) ..."
	@$(PIP) install -qq --editable ".[viz]"
	@touch $@
