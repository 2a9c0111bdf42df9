import os
import subprocess
import sys
from dataclasses import replace
from itertools import pairwise

import matplotlib as mpl
import networkx as nx
import numpy as np
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.text import Text

from experiments.headline import POLICIES
from sim import plots
from sim.base.intervals import Interval
from sim.compare import circle
from sim.compare.crossover import crossover_quarter
from sim.core.state import PARTNER, PROSPECT
from sim.market.population import Population
from sim.market.source import Market
from sim.model.quarter import Parameters
from sim.plots.j_curve import close_up_limits, zero_crossing
from sim.plots.loop import BOWS, NODES, first_to_last
from sim.plots.network import MOST_PARTNERS, lay_out, shown_nodes
from sim.plots.spider import ORDER, mean_factors
from sim.plots.style import COLOURS, colour, spread
from sim.plots.trajectories import PANELS
from sim.policies import find
from sim.report.pictures import numbered
from sim.run.setting import Setting
from sim.run.simulate import simulate

SETTING = Setting(replications=6, panel=circle.PANEL)


@pytest.fixture(scope="module")
def results():
    return simulate([find(name) for name in POLICIES], SETTING)


@pytest.fixture(scope="module")
def networks():
    return plots.alliance_networks(find("transactional"), SETTING)


def drawn(figure):
    """Draw a figure, so that ticks and texts are in place; return the renderer."""
    canvas = FigureCanvasAgg(figure)
    canvas.draw()
    return canvas.get_renderer()


def words(figure):
    drawn(figure)
    return [text.get_text() for text in figure.findobj(Text) if text.get_text()]


def all_figures(results, networks):
    return {
        "trajectories": plots.plot_trajectories(results),
        "j_curve": plots.plot_j_curve(results, "transactional"),
        "loop": plots.plot_loop(results["transactional"]),
        "spider": plots.plot_spider(results),
        "network": plots.plot_network(networks, "Transactional"),
    }


@pytest.fixture(scope="module")
def written(results, networks, tmp_path_factory):
    """Every figure made and saved twice from the same data."""
    folders = [tmp_path_factory.mktemp("figures") for _ in range(2)]
    for folder in folders:
        for name, figure in all_figures(results, networks).items():
            plots.save(figure, folder, name)
    return folders


@pytest.mark.parametrize("ending", ["png", "svg"])
@pytest.mark.parametrize("name", ["trajectories", "j_curve", "loop", "spider", "network"])
def test_same_data_same_bytes(written, name, ending):
    one, other = ((folder / f"{name}.{ending}").read_bytes() for folder in written)
    assert len(one) > 10_000
    assert one == other
    assert b"<dc:date>" not in one


HOSTILE = {
    "text.usetex": True,
    "font.family": "Nonsense Sans",
    "lines.linewidth": 9.0,
    "path.sketch": (1.0, 100.0, 2.0),
    "axes.facecolor": "black",
    "savefig.transparent": True,
    "savefig.bbox": "tight",
    "figure.autolayout": True,
    "axes.formatter.use_locale": True,
}


def test_nothing_that_a_user_has_set_changes_a_figure(results, networks, written, tmp_path):
    with mpl.rc_context(HOSTILE):
        for name, figure in all_figures(results, networks).items():
            plots.save(figure, tmp_path, name)
        assert mpl.rcParams["text.usetex"]
        assert mpl.rcParams["lines.linewidth"] == 9.0
    for path in tmp_path.iterdir():
        assert path.read_bytes() == (written[0] / path.name).read_bytes(), path.name


def test_a_backend_and_a_settings_file_that_make_no_sense_stop_nothing(tmp_path):
    (tmp_path / "matplotlibrc").write_text("no.such.key: 3\ntext.usetex: True\nbackend: none\n")
    code = "import os; from sim import plots; print(os.environ['MPLBACKEND'])"
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=False,
        cwd=tmp_path,
        env={**os.environ, "MPLBACKEND": "nonsense", "PYTHONPATH": os.getcwd()},
    )
    assert (done.returncode, done.stdout) == (0, "nonsense\n"), done.stderr


def test_a_backend_that_is_known_is_in_force_afterwards():
    code = "from sim import plots; import matplotlib; print(matplotlib.get_backend())"
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "MPLBACKEND": "svg"},
    )
    assert done.stdout == "svg\n"


def test_names_that_the_font_lacks_are_numbers_in_the_figure_and_told_below_it(networks):
    names = {0: "Müller & Søn", 1: "株式会社テスト"}
    shown = words(plots.plot_network(networks, "Transactional", names))
    assert shown.count("Müller & Søn") == 2
    assert not any("株" in text for text in shown)
    assert shown.count("2") == 2
    assert numbered(names) == (
        " Shown by number, as the figure's font lacks some of their letters: 2 is 株式会社テスト."
    )
    assert numbered({0: "Müller & Søn"}) == ""


def test_trajectories_name_every_policy_and_unit(results):
    figure = plots.plot_trajectories(results)
    shown = words(figure)
    assert [shown.count(r.title) for r in results.values()] == [len(PANELS)] * len(results)
    labels = {axes.get_ylabel() for axes in figure.axes}
    assert "per quarter, M€" in labels
    assert "share of revenue" in labels
    assert any(text.endswith("%") for text in shown)
    assert all(axes.get_xlabel() == "Year" for axes in figure.axes)
    assert any("95% intervals" in text for text in shown)


def test_line_labels_do_not_touch(results):
    figure = plots.plot_trajectories(results)
    renderer = drawn(figure)
    for axes in figure.axes:
        boxes = [text.get_window_extent(renderer) for text in axes.texts]
        boxes.sort(key=lambda box: box.y0)
        assert len(boxes) == len(results)
        assert all(a.y1 <= b.y0 + 1.0 for a, b in pairwise(boxes))
        assert all(box.x1 <= figure.bbox.width for box in boxes)


def test_one_replication_has_no_bands(results):
    alone = simulate([find("vst")], Setting(replications=1))
    figure = plots.plot_trajectories(alone)
    assert not any(axes.collections for axes in figure.axes)
    assert any("no intervals" in text for text in words(figure))


def test_j_curve_says_where_it_crosses(results):
    shown = words(plots.plot_j_curve(results, "transactional"))
    profit = {name: result.outcomes["profit"].cumsum(axis=1) for name, result in results.items()}
    planting = profit["relationship_first"] - profit["transactional"]
    assert f"crosses in Q{crossover_quarter(planting)[0]}" in shown
    assert sum(text.startswith("crosses in Q") for text in shown) >= 4
    assert any(text.startswith("dip −") and "k€ in Q" in text for text in shown)
    assert any(text.startswith("VST +") and text.endswith("M€") for text in shown)


def test_j_curve_of_one_that_never_crosses(results):
    pair = {name: results[name] for name in ("vst", "transactional")}
    shown = words(plots.plot_j_curve(pair, "vst"))
    assert "never ahead to stay" in shown


def test_j_curve_needs_something_to_compare(results):
    with pytest.raises(ValueError, match="nothing to compare"):
        plots.plot_j_curve({"vst": results["vst"]}, "vst")


def test_zero_crossing_lies_on_the_line():
    path = np.array([0.0, -3.0, -1.0, 3.0])
    assert zero_crossing(path, 3) == pytest.approx(2.25)
    assert zero_crossing(np.array([0.0, 2.0]), 1) == 0.0


def test_close_up_shows_every_dip(results):
    path = np.array([0.0, -40.0, 10.0, 900.0])
    low, high = close_up_limits([Interval(path, path, path)], 3)
    assert low < -40.0
    assert 0.0 < high < 900.0


def test_loop_shows_every_link_with_its_interval(results):
    shown = words(plots.plot_loop(results["transactional"]))
    for strength in circle.circle_strengths(results["transactional"]):
        number = f"{strength.interval.mean:+.2f}".replace("-", "−")
        assert any(text.startswith(number) and "[" in text for text in shown), strength.link
    assert set(BOWS) == {(link.cause, link.effect) for link in circle.LINKS}
    assert {node for pair in BOWS for node in pair} == set(NODES)


def test_loop_of_a_policy_that_never_asks_says_so(results):
    assert any("nothing varies" in t for t in words(plots.plot_loop(results["vst"])))


def test_loop_boxes_tell_first_and_last(results):
    assert first_to_last(results["vst"], "ask") == "0% → 0%"
    assert first_to_last(results["transactional"], "joint_revenue").endswith("k€ a quarter")


def test_spider_shows_twelve_factors_a_policy(results):
    figure = plots.plot_spider(results)
    assert sorted(ORDER) == list(range(12))
    for axes in figure.axes:
        assert len(axes.texts) == 12
        assert len(axes.lines) == 2
    before, after = mean_factors(results["vst"])
    np.testing.assert_allclose(before, np.nanmean(results["vst"].factors[0], axis=1).mean(axis=0))
    np.testing.assert_allclose(
        figure.axes[list(results).index("vst")].lines[1].get_ydata()[:12], after[list(ORDER)]
    )


def test_networks_are_those_of_the_run(results, networks):
    before, after = networks
    assert sorted(before) == sorted(after)
    held = [edge for edge in after[("vendor", 0)].values() if edge["status"] != PROSPECT]
    trust = np.mean([edge["trust"] for edge in held])
    assert trust == pytest.approx(results["transactional"].outcomes["trust"][0, -1])
    assert len(held) == 10
    assert {edge["status"] for _, _, edge in before.edges(data=True)} == {PARTNER, PROSPECT}
    assert not any(edge["signed"] for graph in networks for _, _, edge in graph.edges(data=True))
    bench = [edge["focal"] for _, _, edge in before.edges(data=True) if edge["status"] == PROSPECT]
    assert bench == [True] * SETTING.draw.bench


def test_a_network_is_of_the_world_and_rules_of_its_replication():
    first, third = (replace(Parameters(), trust_gain=gain) for gain in (0.05, 0.3))
    own = replace(
        SETTING,
        replications=2,
        world_numbers=np.array([0, 2]),
        parameters=replace(Parameters(), trust_gain=np.array([0.05, 0.3])),
    )
    policy = find("transactional")
    for number, alone in ((0, first), (1, third)):
        met = plots.alliance_networks(policy, own, number)
        setting = replace(SETTING, replications=3, parameters=alone)
        same = plots.alliance_networks(policy, setting, 2 * number)
        for graph, other in zip(met, same, strict=True):
            assert list(graph.edges(data=True)) == list(other.edges(data=True))


def test_networks_tell_who_signed():
    setting = replace(SETTING, quarters=20)
    before, after = plots.alliance_networks(find("burn_and_churn"), setting)
    signings = simulate([find("burn_and_churn")], setting)["burn_and_churn"].total("signed")[0]
    signed = {p for p, edge in after[("vendor", 0)].items() if edge["signed"]}
    assert len(signed) == signings > 0
    assert {before[("vendor", 0)][partner]["status"] for partner in signed} == {PROSPECT}
    shown = words(plots.plot_network((before, after), "Burn and churn"))
    assert any(text.endswith(f", {signings:.0f} signed") for text in shown)
    assert "prospect of its bench" in shown


def test_network_figure_has_a_colour_bar_and_counts(networks):
    shown = words(plots.plot_network(networks, "Transactional", {0: "Acme"}))
    assert "Partner's trust" in shown
    assert "100%" in shown
    assert "At the start: its 10 alliances" in shown
    assert shown.count("Acme") == 2


def test_layout_is_computed_and_keeps_nodes_apart(networks):
    one, other = lay_out(networks[0]), lay_out(networks[0].copy())
    assert one == other
    places = np.array(list(one.values()))
    apart = np.linalg.norm(places[:, None] - places[None], axis=2)
    assert apart[~np.eye(len(places), dtype=bool)].min() > 0.05


def test_a_huge_network_shows_the_focal_vendor_first():
    graph = nx.Graph()
    for partner in range(500):
        graph.add_node(("partner", partner), size=float(partner))
        graph.add_edge(("vendor", 0 if partner < 9 else 1 + partner % 200), ("partner", partner))
    kept = shown_nodes(graph)
    partners = [node for node in kept if node[0] == "partner"]
    assert {("partner", j) for j in range(9)} < set(partners)
    assert len(partners) <= MOST_PARTNERS
    assert ("vendor", 0) in kept


def test_other_sizes_can_be_drawn():
    setting = Setting(
        replications=2,
        panel=circle.PANEL,
        quarters=5,
        draw=Market(Population(alliances_per_vendor=24)),
    )
    runs = simulate([find("transactional"), find("culture_aware")], setting)
    pair = plots.alliance_networks(find("culture_aware"), setting)
    for name, figure in all_figures(runs, pair).items():
        assert any(text.strip() for text in words(figure)), name


@pytest.mark.parametrize("quarters", [1, 2])
def test_the_shortest_runs_can_be_drawn(quarters):
    setting = Setting(replications=3, panel=circle.PANEL, quarters=quarters)
    runs = simulate([find("transactional"), find("vst")], setting)
    shown = words(plots.plot_j_curve(runs, "transactional"))
    assert any("k€ in Q" in text for text in shown)
    drawn(plots.plot_trajectories(runs))
    assert any("nothing varies" in text for text in words(plots.plot_loop(runs["transactional"])))


def test_colours_are_distinct_and_stable():
    assert len(set(COLOURS.values())) == len(COLOURS)
    assert colour("vst") == "#009E73"
    assert colour("my_own_policy") == colour("my_own_policy")
    assert colour("my_own_policy") not in COLOURS.values()


@pytest.mark.parametrize(
    ("wanted", "placed"),
    [
        ([0.1, 0.9], [0.1, 0.9]),
        ([0.5, 0.5], [0.45, 0.55]),
        ([0.9, 0.1, 0.5], [0.9, 0.1, 0.5]),
        ([1.0, 1.0], [0.9, 1.0]),
        ([0.0, 0.0, 0.0], [0.0, 0.1, 0.2]),
        ([], []),
    ],
)
def test_labels_are_spread_no_further_than_needed(wanted, placed):
    np.testing.assert_allclose(spread(wanted, 0.1, 0.0, 1.0), placed)


def test_labels_that_cannot_all_fit_are_spaced_evenly():
    np.testing.assert_allclose(spread([0.5] * 5, 0.4, 0.0, 1.0), [0, 0.25, 0.5, 0.75, 1])


def test_the_simulation_does_not_import_matplotlib_or_scipy():
    modules = "sim.run.simulate, sim.compare.circle, sim.compare.crossover"
    code = f"import {modules}, sys; print(*sys.modules)"
    loaded = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    ).stdout.split()
    assert "matplotlib" not in loaded
    assert "scipy" not in loaded


def test_a_network_counts_all_alliances_of_the_focal_vendor_also_those_not_drawn():
    many = Setting(
        replications=1,
        draw=Market(Population(vendors=2, vendors_per_partner=2, alliances_per_vendor=70)),
    )
    figure = plots.plot_network(plots.alliance_networks(find("do_nothing"), many), "Do nothing")
    titles = [axes.get_title() for axes in figure.axes]
    assert titles[0] == "At the start: its 70 alliances"
    assert any("of its 70 still partners" in title for title in titles)
