// @ts-check
/** The levers, grouped by the manager's question, and the firm's own numbers. */

import { number } from "../numbers.js";

/** @typedef {import("./types.js").Known} Known */
/** @typedef {import("./types.js").Lever} Lever */
/** @typedef {import("./types.js").FirmNumber} FirmNumber */
/** @typedef {import("./types.js").Asked} Asked */
/** @typedef {import("./types.js").Chosen} Chosen */

/**
 * Build one group a question; on a wide screen all are open.
 * @param {HTMLElement} host
 * @param {Known} known
 * @param {(name: string, value: number) => void} move
 */
export function buildLevers(host, known, move) {
  for (const question of known.questions) {
    const group = document.createElement("details");
    group.className = "group";
    const summary = document.createElement("summary");
    const title = document.createElement("h3");
    title.append(question.title);
    summary.append(title);
    group.append(summary, ...question.levers.map((lever) => leverRow(lever, move)));
    host.append(group);
  }
}

/**
 * @param {Lever} lever
 * @param {(name: string, value: number) => void} move
 */
function leverRow(lever, move) {
  const row = document.createElement("div");
  row.className = "lever";
  row.dataset.lever = lever.name;
  row.title = `Source: ${lever.source}`;
  const label = document.createElement("label");
  label.htmlFor = `lever-${lever.name}`;
  const shown = document.createElement("output");
  shown.htmlFor.add(label.htmlFor);
  label.append(lever.label, shown);
  const slider = document.createElement("input");
  slider.type = "range";
  slider.id = label.htmlFor;
  [slider.min, slider.max] = [String(lever.low), String(lever.high)];
  slider.step = String(lever.step);
  const marks = document.createElement("datalist");
  marks.id = `pinned-${lever.name}`;
  slider.setAttribute("list", marks.id);
  const about = document.createElement("p");
  about.className = "quiet";
  about.id = `about-${lever.name}`;
  about.append(lever.about);
  slider.setAttribute("aria-describedby", about.id);
  slider.addEventListener("input", () => move(lever.name, Number(slider.value)));
  row.append(label, slider, marks, about);
  return row;
}

/**
 * Return the levers of a policy; null if it decides for itself.
 * @param {Known} known
 * @param {Chosen} chosen
 */
export function leversOf(known, chosen) {
  const named = known.policies.find((policy) => policy.name === chosen.name);
  return named?.levers ? { ...named.levers, ...chosen.levers } : null;
}

/**
 * Show where the levers stand, yours and the pinned ones.
 * @param {HTMLElement} host
 * @param {Known} known
 * @param {Asked} asked
 */
export function showLevers(host, known, asked) {
  const [yours, pinned] = [leversOf(known, asked.yours), leversOf(known, asked.pinned)];
  for (const lever of known.questions.flatMap((question) => question.levers)) {
    const row = /** @type {HTMLElement} */ (host.querySelector(`[data-lever="${lever.name}"]`));
    const slider = /** @type {HTMLInputElement} */ (row.querySelector("input"));
    const shown = /** @type {HTMLOutputElement} */ (row.querySelector("output"));
    const [own, other] = [yours?.[lever.name], pinned?.[lever.name]];
    slider.disabled = own === undefined;
    if (own !== undefined && Number(slider.value) !== own) slider.value = String(own);
    const text = own === undefined ? "decided by the policy" : number(own, lever.unit);
    const beside = other === undefined ? "" : `, pinned ${number(other, lever.unit)}`;
    shown.textContent = text;
    slider.setAttribute("aria-valuetext", text + beside);
    const mark = document.createElement("option");
    mark.value = String(other);
    row.querySelector("datalist")?.replaceChildren(...(other === undefined ? [] : [mark]));
  }
}

/**
 * Mark the levers on which the two policies differ, as the server found.
 * @param {HTMLElement} host
 * @param {string[]} names
 */
export function markChanged(host, names) {
  for (const row of /** @type {NodeListOf<HTMLElement>} */ (host.querySelectorAll(".lever"))) {
    row.classList.toggle("changed", names.includes(row.dataset.lever ?? ""));
  }
}

/**
 * Build a field for each number that a firm knows; an empty one is left to the default market.
 * @param {HTMLElement} host
 * @param {FirmNumber[]} numbers
 * @param {(name: string, value: number|undefined) => void} set
 */
export function buildFirm(host, numbers, set) {
  host.replaceChildren();
  for (const item of numbers) {
    const isShare = item.unit === "1";
    const label = document.createElement("label");
    label.className = "firm-number";
    const field = document.createElement("input");
    field.type = "number";
    field.step = "any";
    field.dataset.firm = item.name;
    field.placeholder = plain(item.default, isShare);
    const about = document.createElement("small");
    about.append(`${item.about}; from ${plain(item.low, isShare)} to ${plain(item.high, isShare)}`);
    const name = document.createElement("span");
    name.append(`${item.label}, ${isShare ? "%" : item.unit}`);
    label.append(name, field, about);
    field.addEventListener("input", () => {
      const value = field.value === "" ? undefined : Number(field.value) / (isShare ? 100 : 1);
      if (field.validity.badInput) return;
      set(item.name, value);
    });
    host.append(label);
  }
}

/**
 * @param {HTMLElement} host
 * @param {FirmNumber[]} numbers
 * @param {Record<string, number>} firm
 */
export function showFirm(host, numbers, firm) {
  for (const item of numbers) {
    const field = /** @type {HTMLInputElement} */ (
      host.querySelector(`[data-firm="${item.name}"]`));
    const value = firm[item.name];
    if (document.activeElement === field) continue;
    field.value = value === undefined ? "" : plain(value, item.unit === "1").replaceAll(",", "");
  }
}

/**
 * @param {number} value
 * @param {boolean} isShare
 */
function plain(value, isShare) {
  return Number(((isShare ? 100 : 1) * value).toPrecision(3)).toLocaleString("en");
}
