// @ts-check
/** What stands on the desk of a manager at both beats: news, and rows of partners. */

import { number } from "../numbers.js";
import { lineChart } from "../charts.js";
import { el } from "./dom.js";

/**
 * @typedef {{known: any, state: any, send: (move: object, ready: boolean) => void}} Desk
 */

/**
 * Return what stood in the books, and what partners say.
 * @param {any} state
 */
export function news(state) {
  const { view, events } = state;
  const parts = [];
  for (const event of events.filter((/** @type {any} */ e) => e.quarter === view.quarter)) {
    parts.push(el("p", { className: "problem" }, el("strong", {}, `${event.title}: `), event.about));
  }
  const last = view.books[view.books.length - 1];
  if (!last) {
    const held = view.accounts.filter((/** @type {any} */ a) => a.status === "partner").length;
    parts.push(el("p", {}, `Your first quarter. You have ${held} partners, a quota, and a team; `,
      "scores come after the first quarter."));
    return el("section", { "aria-label": "News" }, ...parts);
  }
  const lost = last.left.length ? ` ${last.left.join(", ")} ${last.left.length === 1 ? "has" : "have"} `
    + "left you as a partner." : "";
  const gained = [...last.signed.map((/** @type {string} */ name) => `${name} has signed with you.`),
    ...last.returned.map((/** @type {string} */ name) => `${name} is your partner again.`)]
    .map((told) => ` ${told}`).join("");
  parts.push(el("p", {}, `Quarter ${last.quarter + 1}: you booked ${number(last.revenue, "money")}, `
    + `${number(last.attained, "share")} of your quota; your firm's profit was `
    + `${number(last.profit, "money")}, your bonus ${last.bonus.toFixed(1)} k€.${lost}${gained}`));
  const said = view.accounts.filter((/** @type {any} */ a) => a.says.length);
  if (said.length) {
    parts.push(el("details", { open: true }, el("summary", {}, `What partners say (${said.length})`),
      el("ul", {}, ...said.map((/** @type {any} */ a) =>
        el("li", {}, el("strong", {}, a.name), `: “${a.says.join(" ")}”`)))));
  }
  if (view.chart) {
    const host = el("div", { className: "card" });
    parts.push(host);
    queueMicrotask(() => lineChart(host, view.chart, 220));
  }
  return el("section", { "aria-label": "News" }, ...parts);
}

/**
 * @param {any} account
 * @param {boolean} [isNew] whether no quarter is booked yet
 */
export function facts(account, isNew = false) {
  return [
    account.score === null ? "–" : account.score.toFixed(0),
    number(account.discount, "share"),
    isNew ? "–" : number(account.revenue, "money"),
  ];
}

/**
 * A row of the table of accounts; on a phone each cell names itself.
 * @param {any} account
 * @param {string[]} heads
 * @param {(string|Node)[]} cells
 */
export function row(account, heads, cells) {
  const note = { ended: "ended", customer: "customer only" }[account.status] ?? "";
  return el("tr", { className: account.status === "ended" ? "gone" : "" },
    el("th", { scope: "row", className: "text" }, account.name,
      note && el("span", { className: "tag" }, note),
      account.committed && el("span", { className: "tag good" }, "joint vision")),
    ...cells.map((cell, i) => el("td", { "data-label": heads[i + 1] }, cell)));
}

/**
 * @param {string} caption
 * @param {string[]} heads
 * @param {Node[]} rows
 */
export function accounts(caption, heads, rows) {
  return el("table", { className: "accounts" }, el("caption", {}, caption),
    el("thead", {}, el("tr", {}, ...heads.map((head, i) =>
      el("th", { scope: "col", className: i ? "" : "text" }, head)))),
    el("tbody", {}, ...rows));
}

/**
 * A slider with its value beside it.
 * @param {any} lever
 * @param {number} value
 * @param {(text: number) => string} write
 */
export function slider(lever, value, write) {
  const shown = el("output", { for: `lever-${lever.name}` }, write(value));
  const input = el("input", { type: "range", id: `lever-${lever.name}`, min: String(lever.low),
    max: String(lever.high), step: String(lever.step), value: String(value) });
  const tell = () => {
    shown.textContent = write(Number(input.value));
    input.setAttribute("aria-valuetext", shown.textContent ?? "");
  };
  input.addEventListener("input", tell);
  tell();
  const label = el("label", { for: input.id }, lever.label ?? lever.about);
  return { input, part: el("div", { className: "lever" }, label, shown, input) };
}
