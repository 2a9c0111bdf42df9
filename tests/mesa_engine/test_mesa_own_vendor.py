"""A vendor of one's own: subclass, decide, run beside the built-ins on common random numbers."""

from __future__ import annotations

import numpy as np
import pytest

from experiments.my_own_vendor import Gardener, main
from sim.core.draws import DRAWS
from sim.mesa_engine import AllianceModel, Partner, Vendor
from sim.policies import find


class Copycat(Vendor):
    """Decides what a built-in policy decides."""

    def decide(self, seen):
        return find("transactional").decide(seen)


def test_the_example_runs(capsys):
    main(replications=2)
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].startswith("Gardener")
    assert any(line.startswith("status_quo") for line in lines)


def test_the_example_changes_its_mind():
    model = AllianceModel(vendor_class=Gardener, quarters=2)
    assert model.focal.relationship_share == 0.7
    for alliance in model.focal.alliances:
        alliance.trust = 0.9
    model.step()
    assert model.focal.relationship_share == 0.45


def test_an_own_vendor_is_the_policy_it_copies(compare, numpy_run):
    model = AllianceModel("do_nothing", vendor_class=Copycat)
    assert compare(model, numpy_run("transactional")) is None


def test_an_own_vendor_meets_the_same_world_and_luck():
    one, other = AllianceModel("vst"), AllianceModel(vendor_class=Gardener)
    np.testing.assert_array_equal(one.now.partners.size, other.now.partners.size)
    one.step()
    other.step()
    for name in DRAWS:
        np.testing.assert_array_equal(one.now.draw(name), other.now.draw(name))


def test_wrong_levers_are_refused():
    class Wild(Vendor):
        def decide(self, seen):
            return {"push": 1.5, "focus": 2.5, "pull": 1.0}

    with pytest.raises(ValueError, match="Wild") as caught:
        AllianceModel(vendor_class=Wild)
    for part in ("push: 1.5 given; must be from 0 to 1", "focus: 2.5", "no lever 'pull'"):
        assert part in str(caught.value)


def test_a_partner_of_ones_own_changes_the_game():
    class Saint(Partner):
        def judge(self):
            """Forgive everything."""

    model = AllianceModel("transactional", partner_class=Saint, turnover_rate=0.0)
    model.run_model()
    usual = AllianceModel("transactional", turnover_rate=0.0)
    usual.run_model()
    assert model.focal.trust > 0.4 > usual.focal.trust
