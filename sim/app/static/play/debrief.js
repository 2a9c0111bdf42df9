// @ts-check
/** The debrief: sentences and numbers of the server, charts, tables, and the question why. */

import { barChart, lineChart } from "../charts.js";
import { number } from "../numbers.js";
import { el, table } from "./dom.js";

/**
 * @param {any} found
 * @param {any} state
 * @param {(quarter: number, account: number) => void} why
 */
export function debrief(found, state, why) {
  const places = { profit: el("div", { className: "card" }), trust: el("div", { className: "card" }),
    asks: el("div", { className: "card" }) };
  queueMicrotask(() => {
    lineChart(places.profit, found.charts.profit, 340);
    lineChart(places.trust, found.charts.trust, 240);
    if (found.charts.asks) barChart(places.asks, found.charts.asks);
  });
  const quarter = (/** @type {number} */ q) => `Quarter ${q + 1}`;
  const signed = (/** @type {number} */ value) => number(value, "money", true);
  const parts = [
    el("h2", { id: "beat", tabIndex: -1 }, "What your decisions brought and cost"),
    el("p", { className: "lead" }, found.sentence),
    el("p", {}, found.par_sentence),
    el("p", {}, `Your own bonuses came to ${found.bonus.toFixed(0)} k€.`),
    places.profit,
  ];
  if (found.asks.length) {
    parts.push(
      el("h3", {}, "Ask by ask"),
      table("What each ask brought, k€ of your firm's profit",
        ["Ask", "At once", "Later", "Undone alone", "Undone in turn"],
        [...found.asks.map((/** @type {any} */ a) => [quarter(a.quarter), signed(a.at_once),
          signed(a.later), signed(a.alone), signed(a.in_turn)]),
        ["All", "", "", signed(found.asks.reduce((/** @type {number} */ s, /** @type {any} */ a) =>
          s + a.alone, 0)), signed(found.cost_of_asking)]]),
      el("p", { className: "quiet" }, "Undone alone, asks do not add up to all of them, as one feeds ",
        "the next. Undone in turn, from the last to the first, they do."),
      places.asks,
      el("h3", {}, "What you could have known"),
      el("p", { className: "quiet" }, "What stood on your own desk before each ask."),
      el("dl", {}, ...found.asks.flatMap((/** @type {any} */ a) => [
        el("dt", {}, quarter(a.quarter)),
        el("dd", {}, a.signs.length ? el("ul", {}, ...a.signs.map((/** @type {string} */ s) =>
          el("li", {}, s))) : "Nothing on your desk warned you."),
      ])));
  }
  parts.push(
    el("h3", {}, "The circle, with your own numbers"),
    table("First quarter, last quarter, and the last had you never asked",
      ["", "First", "Last", "Never asking"], found.circle.map((/** @type {any} */ c) =>
        [c.name, c.first, c.last, c.never])),
    places.trust);
  if (found.predictions.length) {
    parts.push(el("h3", {}, "What you wrote down"),
      table("Predictions and what came", ["Asked in", "Question", "You said", "It came"],
        found.predictions.map((/** @type {any} */ p) => [quarter(p.quarter), p.question, p.said,
          p.came ?? "the game ended before"]), true));
  }
  parts.push(whyForm(state, why), el("p", { className: "quiet" }, found.note),
    el("p", { className: "no-print" }, el("button", { type: "button", onclick: () => print() },
      "Print this page")));
  return el("section", { "aria-labelledby": "beat" }, ...parts);
}

/**
 * @param {any} state
 * @param {(quarter: number, account: number) => void} why
 */
function whyForm(state, why) {
  const booked = state.view.books.length;
  const when = el("select", { id: "why-when" }, ...Array.from({ length: booked }, (_, q) =>
    el("option", { value: String(q) }, `quarter ${q + 1}`)));
  const held = state.view.accounts.filter((/** @type {any} */ a) => a.status !== "prospect");
  const who = el("select", { id: "why-who" }, ...held.map((/** @type {any} */ a) =>
    el("option", { value: String(a.number) }, a.name)));
  const form = el("form", { className: "no-print" },
    el("h3", {}, "Why did a partner's trust move?"),
    el("p", { className: "why" }, el("label", { for: "why-who" }, "Trust of "), who,
      el("label", { for: "why-when" }, " in "), when, " ",
      el("button", { type: "submit" }, "Why?")),
    el("div", { id: "why", role: "status" }));
  form.addEventListener("submit", (/** @type {Event} */ event) => {
    event.preventDefault();
    why(Number(when.value), Number(who.value));
  });
  return form;
}

/** @param {any} found */
export function reason(found) {
  const points = (/** @type {number} */ value) => number(100 * value, "points");
  if (!found.entries.length) {
    return el("p", {}, `Nothing moved the trust of ${found.name} in quarter ${found.quarter + 1}.`);
  }
  const [first, last] = [found.entries[0].before, found.entries[found.entries.length - 1].after];
  return table(`Trust of ${found.name} in quarter ${found.quarter + 1}, points of 100`,
    ["What happened", "Change", "Then"],
    [["It began at", "", points(first)],
      ...found.entries.map((/** @type {any} */ e) => [e.about,
        number(100 * (e.after - e.before), "points", true), points(e.after)]),
      ["All together", number(100 * (last - first), "points", true), points(last)]]);
}
