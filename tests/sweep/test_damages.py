"""A damaged store is found out: no wrong number, no cell lost, nothing deleted."""

from __future__ import annotations

import random
from pathlib import Path

from damages import DAMAGES, Damage, in_turn, several, trials


def test_a_thousand_damages_are_named_and_mended(tmp_path: Path) -> None:
    done: list[Damage] = []

    def chosen(number: int, luck: random.Random) -> list[Damage]:
        done.extend(kinds := several(luck))
        return kinds

    trials(250, tmp_path, chosen, reruns=False)
    assert len(done) == 1000
    assert set(done) == set(DAMAGES)


def test_a_rerun_leaves_what_an_undamaged_store_has(tmp_path: Path) -> None:
    said = trials(3 * len(DAMAGES), tmp_path, in_turn, reruns=True)
    assert {kind for kind, _ in said} == {kind.__name__ for kind in DAMAGES}
