// @ts-check
/** The plan of a quarter: where the team spends its days, partner by partner, and whom it recruits. */

import { number } from "../numbers.js";
import { accounts, facts, news, row, slider } from "./desk.js";
import { el } from "./dom.js";

const ATTENTION = [["0.3", "less"], ["1", "usual"], ["3", "more"]];

/** @param {string} text */
function capital(text) {
  return text[0].toUpperCase() + text.slice(1);
}

/** @param {any} lever */
function writerOf(lever) {
  return (/** @type {number} */ value) => lever.unit === "share" ? number(value, "share")
    : String(value);
}

/**
 * The plan of a quarter.
 * @param {import("./desk.js").Desk} desk
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
  const held = view.accounts.filter((/** @type {any} */ a) => a.status !== "prospect");
  const isLost = held.some((/** @type {any} */ a) => a.status === "customer");
  const extras = known.accounts.filter((/** @type {any} */ d) => d.beat === "plan"
    && !["attention", "vision", "leave", "recruit"].includes(d.name)
    && (isLost || d.name !== "win_back"));
  const heads = ["Partner", "Score", "Discount", "Last revenue", "Attention",
    ...(offered.includes("vision") ? ["Offer a joint vision"] : []),
    ...extras.map((/** @type {any} */ d) => capital(d.about)), "Walk away"];
  const choices = held.map((/** @type {any} */ account) => {
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
    for (const { name, box } of more) {
      if (name === "win_back" && account.status !== "customer") box.disabled = true;
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
  const bench = benchOf(view, move);
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
    for (const { account, box } of bench.choices) {
      if (box.checked !== (account.decided.recruit > 0)) {
        put("recruit", account.number, box.checked ? 1 : 0);
      }
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
      row(c.account, heads, [...facts(c.account, !view.books.length), c.attention,
        ...(offered.includes("vision") ? [c.vision] : []),
        ...c.more.map((/** @type {any} */ m) => m.box), c.leave])))),
    bench.part,
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
 * Say what a prospect seems to promise: an impression, so words tell it better than a number.
 * @param {number|null} promise
 */
function promised(promise) {
  if (promise === null) return "not known yet";
  return promise < 0.33 ? "little" : promise < 0.66 ? "something" : "much";
}

/**
 * The prospects whom a team may approach once a seat is empty.
 * @param {any} view
 * @param {any} move
 */
function benchOf(view, move) {
  const heads = ["Prospect", "Seems to promise", "Approach"];
  const bench = view.accounts.filter((/** @type {any} */ a) => a.status === "prospect");
  bench.sort((/** @type {any} */ a, /** @type {any} */ b) => (b.promise ?? 0) - (a.promise ?? 0));
  const choices = bench.map((/** @type {any} */ account) => ({ account, box: el("input", { type: "checkbox",
      "aria-label": `Approach ${account.name}`,
      checked: (move.accounts?.recruit?.[account.number] ?? account.decided.recruit ?? 0) > 0 }) }));
  if (!choices.length) return { choices, part: null };
  const seats = view.empty === 0
    ? "Your team is full. Whom you tick is approached once a partner has left, or you walk away from one."
    : `${view.empty === 1 ? "One seat of your team is" : `${view.empty} seats of your team are`} empty. `
      + "Of those you tick the most promising are approached, one for each empty seat. Whether they "
      + "sign hangs on your name among partners; a signing costs once.";
  const part = el("details", { open: view.empty > 0 },
    el("summary", {}, `Prospects you could recruit (${choices.length})`), el("p", {}, seats),
    accounts("Your bench", heads, choices.map((/** @type {any} */ { account, box }) =>
      row(account, heads, [promised(account.promise), box]))));
  return { choices, part };
}
