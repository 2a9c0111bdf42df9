"""A result as people read it: columns, tables and a line."""

from __future__ import annotations

import numpy as np
import pytest

from sim.run.result import Result, Results

PROFIT = np.array([[1.0, 2.0, 3.0, 4.0], [5.0, 6.0, 7.0, 8.0]])
ACCOUNTS = np.arange(16.0).reshape(2, 4, 2)


def made(policy: str = "mine", worlds: int = 2, quarters: int = 4, panel: bool = True) -> Result:
    return Result(
        policy=policy,
        title=policy.title(),
        replications=np.array([4, 9])[:worlds],
        outcomes={"profit": PROFIT[:worlds, :quarters]},
        panel={"trust": ACCOUNTS[:worlds]} if panel else {},
        factors=np.zeros((2, worlds, 2, 12)),
    )


def test_a_row_a_replication_and_quarter() -> None:
    frame = made().to_frame()
    assert list(frame.columns) == ["policy", "replication", "quarter", "profit"]
    assert frame.to_numpy().tolist() == [
        ["mine", world, quarter, float(4 * at + quarter)]
        for at, world in enumerate((4, 9))
        for quarter in (1, 2, 3, 4)
    ]


def test_a_row_a_replication_quarter_and_account() -> None:
    frame = made().panel_frame()
    assert list(frame.columns) == ["policy", "replication", "quarter", "account", "trust"]
    assert frame.to_numpy().tolist() == [
        ["mine", world, quarter, account, ACCOUNTS[at, quarter - 1, account - 1]]
        for at, world in enumerate((4, 9))
        for quarter in (1, 2, 3, 4)
        for account in (1, 2)
    ]
    with pytest.raises(ValueError, match="nothing was kept per alliance"):
        made(panel=False).panel_frame()


def test_a_result_in_a_line() -> None:
    assert repr(made()) == ("<Result mine: 1-year profit 18 k€ [-84, 120], 2 worlds, 1 outcomes>")
    assert repr(made(worlds=1, quarters=3)) == (
        "<Result mine: 3-quarter profit 6 k€, 1 world, 1 outcomes>"
    )
    both = Results(a=made("a"), b=made("b"))
    assert repr(both) == f"<Results\n  {made('a')!r}\n  {made('b')!r}\n>"


def test_pages_show_means_of_the_first_and_the_last_quarter() -> None:
    page = made()._repr_html_()
    assert page.startswith("<p>&lt;Result mine: 1-year profit 18 k€ [-84, 120]")
    for told in ("<th>Q1</th>", "<th>Q4</th>", "<td>3</td>", "<td>6</td>", "<th>profit</th>"):
        assert told in page
    assert page.count("<td>") == 2
    short = made(quarters=1)._repr_html_()
    assert short.count("<td>") == 1
    both = Results(a=made("a"), b=made("b"))._repr_html_()
    assert both.count("<td>") == 4
    assert "&lt;Result a" in both
    assert "outcomes&gt;<br>&lt;Result b" in both


def test_frames_of_several_are_stacked_in_order() -> None:
    both = Results(b=made("b"), a=made("a"))
    assert both.to_frame()["policy"].tolist() == ["b"] * 8 + ["a"] * 8
    assert both.to_frame().index.tolist() == list(range(16))
    assert both.panel_frame()["policy"].tolist() == ["b"] * 16 + ["a"] * 16
