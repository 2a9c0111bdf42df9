// @ts-check
/** The close of a quarter, once the gap is known. */

import { number } from "../numbers.js";
import { accounts, facts, row, slider } from "./desk.js";
import { el, table } from "./dom.js";

/**
 * The close of a quarter.
 * @param {import("./desk.js").Desk} desk
 */
export function close({ state, send }) {
  const { view } = state;
  const gap = view.gap;
  const live = view.accounts.filter((/** @type {any} */ a) =>
    a.status === "partner" || a.status === "customer");
  const all = live.reduce((/** @type {number} */ sum, /** @type {any} */ a) => sum + a.pull, 0);
  /** @type {any[]} */
  const boxes = live.map((/** @type {any} */ account) => ({ account,
    box: el("input", { type: "checkbox", "aria-label": `Ask ${account.name}` }) }));
  const submit = el("button", { type: "submit", className: "main", disabled: gap > 0 }, "Close the quarter");
  const some = el("div", { hidden: true });
  const sum = el("p", { role: "status" });
  const heads = ["Partner", "Score", "Discount", "Closed so far", "An ask would bring", "Ask"];
  some.append(accounts("Whom do you ask?", heads, boxes.map(({ account, box }) =>
    row(account, heads, [...facts(account).slice(0, 2), number(account.closed, "money"),
      number(account.pull, "money"), box]))), sum);
  /** @type {any[]} */
  const radios = [["none", "Ask nobody"], ["some", "Ask some of them"], ["all", "Ask all of them"]].map(
    ([value, text]) => ({ value, input: el("input", { type: "radio", name: "ask", value,
      id: `ask-${value}` }), text }));
  const chosen = () => radios.find(({ input }) => input.checked)?.value;
  const asked = () => boxes.filter(({ box }) => box.checked);
  const refresh = () => {
    const what = chosen();
    some.hidden = what !== "some";
    submit.disabled = gap > 0 && (!what || (what === "some" && !asked().length));
    const pulled = asked().reduce((total, { account }) => total + account.pull, 0);
    sum.textContent = what === "some" ? `${asked().length} asked: ${number(pulled, "money")} more.` : "";
  };
  for (const { input } of radios) input.addEventListener("change", refresh);
  for (const { box } of boxes) box.addEventListener("change", refresh);
  const held = state.move?.levers?.concession ?? view.levers.concession;
  const give = slider({ name: "concession", low: 0, high: 1, step: 0.05,
    label: "If a partner wants a better price, how far do you give in?" }, held,
  (value) => number(value, "share"));
  const figures = table("Where the quarter stands", ["", "Amount"], [
    ["Your quota", number(view.quota, "money")],
    ["Closed so far", number(view.closed, "money")],
    [gap > 0 ? "The gap" : "Over quota", number(Math.abs(view.quota - view.closed), "money")],
    ["To ask all would bring", number(all, "money")],
    ["Your bonus if you ask nobody", `${view.bonus_without.toFixed(1)} k€`],
    ["Your bonus if you ask all", `${view.bonus_with.toFixed(1)} k€`],
  ]);
  const form = el("form", { className: "desk-form" },
    el("h2", { id: "beat", tabIndex: -1 }, `Quarter ${view.quarter + 1}: the last week`),
    el("p", { className: "lead" }, gap > 0 ? `${number(gap, "money")} are missing to your quota.`
      : "You have made your quota; nobody needs to be asked."),
    figures,
    gap > 0 && el("fieldset", {}, el("legend", {}, "Do you ask partners to buy more, now?"),
      el("div", { className: "radios" }, ...radios.map(({ input, text }) =>
        el("label", { for: input.id }, input, ` ${text}`))), some),
    give.part,
    el("p", {}, submit));
  form.addEventListener("submit", (/** @type {Event} */ event) => {
    event.preventDefault();
    const what = gap > 0 ? chosen() : "none";
    /** @type {any} */
    const made = { levers: { concession: Number(give.input.value) }, accounts: {} };
    if (what === "all") made.levers.push = 1;
    if (what === "some") {
      made.accounts.push = Object.fromEntries(asked().map(({ account }) => [account.number, 1]));
    }
    send(made, true);
  });
  refresh();
  return form;
}
