// @ts-check
/** The desk of a manager: the plan, and the close once the gap is known. */

import { number } from "../numbers.js";
import { lineChart } from "../charts.js";
import { el, table } from "./dom.js";

const ATTENTION = [["0.3", "less"], ["1", "usual"], ["3", "more"]];

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
    parts.push(el("p", {}, "Your first quarter. You have ten partners, a quota, and a team; ",
      "scores come after the first quarter."));
    return el("section", { "aria-label": "News" }, ...parts);
  }
  const lost = last.left.length ? ` ${last.left.join(", ")} ${last.left.length === 1 ? "has" : "have"} `
    + "left you as a partner." : "";
  parts.push(el("p", {}, `Quarter ${last.quarter + 1}: you booked ${number(last.revenue, "money")}, `
    + `${number(last.attained, "share")} of your quota; your firm's profit was `
    + `${number(last.profit, "money")}, your bonus ${last.bonus.toFixed(1)} k€.${lost}`));
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

/** @param {string} text */
function capital(text) {
  return text[0].toUpperCase() + text.slice(1);
}

/** @param {any} account */
function facts(account) {
  return [
    account.score === null ? "–" : account.score.toFixed(0),
    number(account.discount, "share"),
    number(account.revenue, "money"),
  ];
}

/**
 * A row of the table of accounts; on a phone each cell names itself.
 * @param {any} account
 * @param {string[]} heads
 * @param {(string|Node)[]} cells
 */
function row(account, heads, cells) {
  const note = account.status === "partner" ? "" : account.status === "ended" ? "ended"
    : "customer only";
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
function accounts(caption, heads, rows) {
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
function slider(lever, value, write) {
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

/** @param {any} lever */
function writerOf(lever) {
  return (/** @type {number} */ value) => lever.unit === "share" ? number(value, "share")
    : String(value);
}

/**
 * The plan of a quarter.
 * @param {Desk} desk
 */
export function plan({ known, state, send }) {
  const { view } = state;
  const move = state.move ?? {};
  const levers = known.levers.map((/** @type {any} */ lever) => {
    const isFirst = lever.name === "relationship_share";
    const shown = isFirst ? { ...lever, label: "How your team spends its days" } : lever;
    const value = move.levers?.[lever.name] ?? view.levers[lever.name];
    const write = isFirst ? (/** @type {number} */ v) =>
      `${number(v, "share")} on relationships, ${number(1 - v, "share")} on selling`
      : writerOf(lever);
    return { lever, was: view.levers[lever.name], ...slider(shown, value, write) };
  });
  const offered = known.accounts.filter((/** @type {any} */ d) => d.beat === "plan").map(
    (/** @type {any} */ d) => d.name);
  const extras = known.accounts.filter((/** @type {any} */ d) => d.beat === "plan"
    && !["attention", "vision", "leave"].includes(d.name));
  const heads = ["Partner", "Score", "Discount", "Last revenue", "Attention",
    ...(offered.includes("vision") ? ["Offer a joint vision"] : []),
    ...extras.map((/** @type {any} */ d) => capital(d.about)), "Walk away"];
  const choices = view.accounts.map((/** @type {any} */ account) => {
    const decided = (/** @type {string} */ name, /** @type {number} */ usual) =>
      move.accounts?.[name]?.[account.number] ?? account.decided[name] ?? usual;
    const attention = el("select", { "aria-label": `Attention for ${account.name}` },
      ...ATTENTION.map(([value, text]) => el("option", { value }, text)));
    const held = decided("attention", 1);
    attention.value = held < 0.65 ? "0.3" : held > 2 ? "3" : "1";
    const vision = el("input", { type: "checkbox", "aria-label": `Offer ${account.name} a joint vision`,
      checked: (move.accounts?.vision?.[account.number] ?? 0) > 0,
      disabled: account.committed || account.status !== "partner" || !state.may_offer });
    const leave = el("input", { type: "checkbox", "aria-label": `Walk away from ${account.name}`,
      checked: decided("leave", 0) > 0 });
    const more = extras.map((/** @type {any} */ d) => ({ name: d.name, box: el("input", {
      type: "checkbox", checked: decided(d.name, 0) > 0,
      "aria-label": `${capital(d.about)}: ${account.name}` }) }));
    if (account.status === "ended") {
      for (const it of [attention, vision, leave, ...more.map((/** @type {any} */ m) => m.box)]) {
        it.disabled = true;
      }
    }
    return { account, attention, vision, leave, more };
  });
  const only = () => {
    for (const one of choices) {
      if (one.vision.checked) for (const other of choices) {
        if (other !== one) other.vision.checked = false;
      }
    }
  };
  for (const one of choices) {
    one.vision.addEventListener("change", () => {
      for (const other of choices) if (other !== one) other.vision.checked = false;
    });
  }
  only();
  const answers = state.questions.map((/** @type {string} */ name) => {
    const question = known.questions[name];
    const isShare = question.unit === "1";
    const given = move.answers?.[name];
    const input = el("input", { type: "number", id: `answer-${name}`, min: "0", step: "any",
      max: isShare ? "100" : String(question.high), inputMode: "decimal",
      value: given === undefined ? "" : String(isShare ? 100 * given : given) });
    return { name, isShare, input, part: el("p", {}, el("label", { for: input.id },
      `${question.text} (${isShare ? "%" : "k€"}) `), input) };
  });
  const collect = () => {
    /** @type {any} */
    const made = { levers: {}, accounts: {}, answers: {} };
    for (const { lever, input, was } of levers) {
      if (Number(input.value) !== was) made.levers[lever.name] = Number(input.value);
    }
    const put = (/** @type {string} */ name, /** @type {number} */ n, /** @type {number} */ value) => {
      (made.accounts[name] ??= {})[n] = value;
    };
    for (const { account, attention, vision, leave, more } of choices) {
      if (account.status === "ended") continue;
      if (Number(attention.value) !== account.decided.attention) {
        put("attention", account.number, Number(attention.value));
      }
      if (leave.checked !== (account.decided.leave > 0)) {
        put("leave", account.number, leave.checked ? 1 : 0);
      }
      for (const { name, box } of more) {
        const was = account.decided[name];
        if (box.checked !== (was > 0)) put(name, account.number, box.checked ? 1 : 0);
      }
      if (vision.checked) put("vision", account.number, 1);
    }
    for (const { name, isShare, input } of answers) {
      if (input.value !== "") made.answers[name] = Number(input.value) / (isShare ? 100 : 1);
    }
    return made;
  };
  const [first, more] = [true, false].map((is) =>
    levers.filter((/** @type {any} */ l) => l.lever.first === is).map((/** @type {any} */ l) => l.part));
  const form = el("form", { className: "desk-form" },
    el("h2", { id: "beat", tabIndex: -1 }, `Quarter ${view.quarter + 1}: the plan`),
    news(state),
    ...first,
    el("details", {}, el("summary", {}, "More ways to manage"), el("div", { className: "levers-more" }, ...more)),
    el("div", {}, accounts("Your partners", heads, choices.map((/** @type {any} */ c) =>
      row(c.account, heads, [...facts(c.account), c.attention,
        ...(offered.includes("vision") ? [c.vision] : []),
        ...c.more.map((/** @type {any} */ m) => m.box), c.leave])))),
    answers.length > 0 && el("fieldset", {}, el("legend", {}, "Write it down now; it comes back at the end"),
      ...answers.map((/** @type {any} */ a) => a.part)),
    el("p", {}, el("button", { type: "submit", className: "main" }, "Done with the plan")));
  form.addEventListener("submit", (/** @type {Event} */ event) => {
    event.preventDefault();
    send(collect(), true);
  });
  return form;
}

/**
 * The close of a quarter.
 * @param {Desk} desk
 */
export function close({ state, send }) {
  const { view } = state;
  const gap = view.gap;
  const live = view.accounts.filter((/** @type {any} */ a) => a.status !== "ended");
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
