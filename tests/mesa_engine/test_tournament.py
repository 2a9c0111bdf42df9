"""The tournament: each side's best reply, and the files it writes."""

from __future__ import annotations

import csv

import numpy as np
import pytest

from experiments.tournament import ORDER, main, partner_profit, play
from sim import policies
from sim.policies import partners as partner_policies
from sim.run.setting import Setting
from sim.run.simulate import simulate


@pytest.fixture(scope="module")
def cells():
    """The tournament on few worlds."""
    return {(cell.vendor, cell.partner): cell for cell in play(replications=12)}


def test_everybody_plays_everybody(cells):
    assert set(ORDER) == set(partner_policies.names())
    assert set(cells) == {(v, p) for v in policies.names() for p in ORDER}


def test_joint_profit_is_the_sum(cells):
    for cell in cells.values():
        np.testing.assert_allclose(
            cell.profit["joint"], cell.profit["vendor"] + cell.profit["partner"]
        )


def test_a_partner_earns_services_and_discounts():
    result = simulate([policies.find("vst")], Setting(replications=2))["vst"]
    joint, listed = result.total("joint_revenue"), result.total("list_value")
    expected = 0.4 * joint + listed - result.total("revenue")
    np.testing.assert_allclose(partner_profit(result), expected)


def test_a_push_makes_opportunism_the_best_reply_and_a_relationship_loyalty(cells):
    def gain(vendor: str) -> float:
        return cells[vendor, "loyal"].mean("partner") - cells[vendor, "opportunistic"].mean(
            "partner"
        )

    assert gain("transactional") < 0 < gain("relationship_first")


def test_it_writes_a_table_and_a_picture(tmp_path, capsys):
    main(replications=3, output=tmp_path / "tournament")
    with (tmp_path / "tournament" / "tournament.csv").open() as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == len(policies.names()) * 3 * 3
    assert all(float(r["low_keur"]) <= float(r["mean_keur"]) <= float(r["high_keur"]) for r in rows)
    assert (tmp_path / "tournament" / "tournament.png").stat().st_size > 20_000
    assert len(capsys.readouterr().out.splitlines()) == 3
