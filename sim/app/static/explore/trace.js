// @ts-check
/** Why an outcome moved: bars by phase, and one phase closer. */

import { barChart, lineChart } from "../charts.js";
import { tableOf } from "../tables.js";
import { at } from "./show.js";

/** @typedef {import("./types.js").Trace} Trace */
/** @typedef {import("./types.js").Phase} Phase */

/** @type {Trace|null} */
let shown = null;

/** @param {Trace} trace */
export function showTrace(trace) {
  shown = trace;
  at("trace").classList.remove("stale");
  barChart(at("trace-bars"), trace.bars, choose);
  const select = /** @type {HTMLSelectElement} */ (at("phase"));
  const before = select.value;
  select.replaceChildren(...trace.phases.map(({ id, name }) => new Option(name, id)));
  const isThere = trace.phases.some(({ id }) => id === before);
  choose(isThere ? before : trace.phases[0]?.id ?? "");
}

/** @param {string} id */
function choose(id) {
  /** @type {HTMLSelectElement} */ (at("phase")).value = id;
  closer();
}

/** Show the chosen phase quarter by quarter, what it does, and what it takes as given. */
export function closer() {
  const chosen = /** @type {HTMLSelectElement} */ (at("phase")).value;
  const phase = shown?.phases.find(({ id }) => id === chosen);
  at("phase-chart").hidden = phase === undefined;
  at("phase-about").textContent = phase?.about ?? "Nothing moved it.";
  at("phase-parameters").replaceChildren();
  if (!phase) return;
  lineChart(at("phase-chart"), phase.chart, 190);
  const table = tableOf("Parameters", ["name", "meaning", "default", "unit", "source"],
    phase.parameters);
  table.classList.add("words");
  at("phase-parameters").replaceChildren(table);
}
