// @ts-check
/** Showing an answer, or what is wrong with the question. */

import { barChart, lineChart } from "../charts.js";

/** @typedef {import("./types.js").Answer} Answer */
/** @typedef {import("../charts.js").BarChart} BarChart */

/**
 * @template {HTMLElement} [T=HTMLElement]
 * @param {string} id
 * @returns {T}
 */
export function at(id) {
  return /** @type {T} */ (document.getElementById(id));
}

const NARROW = matchMedia("(max-width: 959.9px)");
const ANSWERS = ["answer", "sample", "ahead", "small", "walk", "walk-reverse", "books", "trace",
  "setting"];

/**
 * @param {Answer} answer
 * @param {boolean} isFinal whether all worlds asked for were run
 */
export function showAnswer(answer, isFinal) {
  if (!at("problem").hidden) stale(false);
  at("problem").hidden = true;
  at("doubt-switch").hidden = answer.doubt === null;
  const hasDoubt = answer.doubt !== null && /** @type {HTMLInputElement} */ (at("doubt")).checked;
  const told = [...(hasDoubt && answer.doubt ? [answer.doubt] : []), ...answer.sentences];
  const sentences = told.map((text, i) => {
    const sentence = document.createElement("p");
    sentence.textContent = text;
    sentence.className = i === 0 ? "lead" : "";
    return sentence;
  });
  at("answer").replaceChildren(...sentences);
  at("answer").setAttribute("aria-busy", String(!isFinal)); // read aloud once the hand rests
  at("sample").textContent = `Bands and brackets: 95% intervals over ${answer.worlds} worlds with `
    + "the same luck for both policies.";
  at("setting").textContent = answer.setting;
  lineChart(at("ahead"), hasDoubt ? answer.ahead : ofLuck(answer.ahead), NARROW.matches ? 170 : 300);
  answer.small.forEach((chart, i) => {
    const host = at("small").children[i] ?? at("small").appendChild(document.createElement("div"));
    lineChart(/** @type {HTMLElement} */ (host), hasDoubt ? chart : ofLuck(chart), 190);
  });
  barChart(at("books"), answer.books);
}

/**
 * Return a chart with the bands of luck alone.
 * @param {import("../charts.js").LineChart} chart
 */
function ofLuck(chart) {
  return { ...chart, lines: chart.lines.map((line) => ({ ...line, wide: undefined })) };
}

/** Say that what stands there is of before: of few worlds at best, and not why. */
export function showBusy() {
  at("answer").setAttribute("aria-busy", "true");
  for (const id of ["walk", "walk-reverse", "trace"]) at(id).classList.add("stale");
}

/**
 * @param {BarChart} walk
 * @param {boolean} isReverse
 */
export function showWalk(walk, isReverse) {
  const host = at(isReverse ? "walk-reverse" : "walk");
  host.classList.remove("stale");
  barChart(host, walk);
}

/**
 * Say what is wrong where the answer stands; the last good one stays, greyed.
 * @param {string[]} problems
 */
export function showProblems(problems) {
  stale(true);
  const list = problems.map((text) => {
    const line = document.createElement("p");
    line.textContent = text;
    return line;
  });
  at("problem").replaceChildren(...list);
  at("problem").hidden = false;
}

/** @param {boolean} isStale */
function stale(isStale) {
  for (const id of ANSWERS) at(id).classList.toggle("stale", isStale);
}
