// @ts-check
/** Showing an answer, or what is wrong with the question. */

import { barChart, lineChart } from "../charts.js";

/** @typedef {import("./types.js").Answer} Answer */
/** @typedef {import("./types.js").Doubt} Doubt */
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
const DEFAULT_RULES = "With the default rules, and luck alone:";
const ANSWERS = ["answer", "sample", "ahead", "small", "walk", "walk-reverse", "books", "trace",
  "setting"];

/**
 * @param {Answer} answer
 * @param {boolean} isFinal whether nothing more is to come
 */
export function showAnswer(answer, isFinal) {
  if (!at("problem").hidden) stale(false);
  at("problem").hidden = true;
  say(answer.sentences, isFinal);
  at("sample").textContent = ofLuck(answer);
  at("setting").textContent = answer.setting;
  lineChart(at("ahead"), answer.ahead, topHeight());
  answer.small.forEach((chart, i) => {
    const host = at("small").children[i] ?? at("small").appendChild(document.createElement("div"));
    lineChart(/** @type {HTMLElement} */ (host), chart, 190);
  });
  barChart(at("books"), answer.books);
}

/**
 * Tell what luck and rules together say, over what luck alone says.
 * @param {Answer} answer
 * @param {Doubt} doubt
 */
export function showDoubt(answer, doubt) {
  say([...doubt.sentences, ...(doubt.band ? [DEFAULT_RULES] : []), ...answer.sentences], true);
  at("sample").textContent = `${ofLuck(answer)} ${doubt.note}`;
  const { band } = doubt;
  if (!band) return;
  const lines = answer.ahead.lines.map((line) => ({ ...line, wide: band }));
  const sentence = `${answer.ahead.sentence} ${doubt.sentences[0]}`;
  lineChart(at("ahead"), { ...answer.ahead, sentence, lines }, topHeight());
}

function topHeight() {
  return NARROW.matches ? 170 : 300;
}

/** @param {Answer} answer */
function ofLuck(answer) {
  return `Bands and brackets: 95% intervals over ${answer.worlds} worlds with the same luck for `
    + "both policies.";
}

/**
 * @param {string[]} sentences
 * @param {boolean} isFinal
 */
function say(sentences, isFinal) {
  const told = sentences.map((text, i) => {
    const sentence = document.createElement("p");
    sentence.textContent = text;
    sentence.className = i === 0 ? "lead" : "";
    return sentence;
  });
  at("answer").replaceChildren(...told);
  at("answer").setAttribute("aria-busy", String(!isFinal)); // read aloud once the hand rests
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
