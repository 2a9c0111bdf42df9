// @ts-check
/** The page Explore: what is chosen goes to the server, what it answers is shown. */

import { Asker } from "./ask.js";
import { wireExport } from "./export.js";
import { buildFirm, buildLevers, leversOf, markChanged, showFirm, showLevers } from "./levers.js";
import { wireOwn } from "./own.js";
import { wirePins } from "./pins.js";
import { at, showAnswer, showBusy, showDoubt, showProblems, showWalk } from "./show.js";
import { State } from "./state.js";
import { closer, showTrace } from "./trace.js";

/** @typedef {import("./types.js").Known} Known */
/** @typedef {import("./types.js").Answer} Answer */
/** @typedef {import("./types.js").FirmNumber} FirmNumber */

const WIDE = matchMedia("(min-width: 960px)");

/** @param {Known} known */
function start(known) {
  const state = new State(known.asked);
  state.fromLink(location.hash.slice(1));
  state.past = [];
  /** @type {Answer|null} */
  let answer = null;
  const reverse = /** @type {HTMLInputElement} */ (at("reverse"));
  const doubt = /** @type {HTMLInputElement} */ (at("doubt"));
  const asker = new Asker(() => state.now, {
    answer: (told, isFinal) => {
      answer = told;
      showAnswer(told, isFinal);
      markChanged(at("groups"), told.levers);
    },
    doubt: (told) => { if (answer) showDoubt(answer, told); },
    walk: showWalk,
    trace: showTrace,
    column: () => /** @type {HTMLSelectElement} */ (at("column")).value,
    refused: showProblems,
    wantsReverse: () => reverse.checked,
  });

  /**
   * @param {string} what
   * @param {(asked: import("./types.js").Asked) => void} change
   */
  const set = (what, change) => {
    if (state.set(what, change)) changed();
  };
  const changed = () => {
    refresh();
    showBusy();
    history.replaceState(null, "", `#${state.toLink()}`);
    asker.changed();
  };
  const pins = wirePins(known, state, set);
  const own = wireOwn(() => state.now, set);
  /** @type {FirmNumber[]} */
  let firm = [];
  const showFirmNumbers = () => {
    const numbers = own.firm() ?? known.firm; // beside other alliances they have other ranges
    if (numbers !== firm) {
      firm = numbers;
      buildFirm(at("firm-numbers"), numbers, (name, value) => set(`firm ${name}`, (now) => {
        if (value === undefined) delete now.firm[name];
        else now.firm[name] = value;
      }));
    }
    showFirm(at("firm-numbers"), numbers, state.now.firm);
  };
  const refresh = () => {
    choose("scenario", state.now.scenario);
    choose("yours", state.now.yours.name);
    choose("worlds", String(state.now.worlds));
    pins.show();
    own.show();
    doubt.checked = state.now.doubt === "rules";
    at("doubt-switch").hidden = !known.has_rules && state.now.doubt === "luck";
    showLevers(at("groups"), known, state.now);
    showFirmNumbers();
    const seed = /** @type {HTMLInputElement} */ (at("seed"));
    if (document.activeElement !== seed) seed.value = String(state.now.seed);
    const named = known.policies.find((policy) => policy.name === state.now.yours.name);
    at("about-yours").textContent = [named?.about ?? "", named?.levers ? ""
      : "It decides its levers itself; start from another policy to move them."].join(" ");
    /** @type {HTMLButtonElement} */ (at("undo")).disabled = state.past.length === 0;
    /** @type {HTMLButtonElement} */ (at("redo")).disabled = state.future.length === 0;
  };

  fill("scenario", known.scenarios.map(({ name, title, about }) => [name, title, about]));
  fill("yours", known.policies.map(({ name, title, about }) => [name, title, about]));
  fill("column", known.columns.map(({ name, label }) => [name, label, ""]));
  choose("column", known.columns.some(({ name }) => name === "trust") ? "trust"
    : known.columns[0].name);
  fill("worlds", known.worlds.map((count) => [String(count), String(count), ""]));
  buildLevers(at("groups"), known, (name, value) => set(`lever ${name}`, ({ yours }) => {
    const named = leversOf(known, { name: yours.name });
    yours.levers = { ...yours.levers, [name]: value };
    if (named?.[name] === value) delete yours.levers[name];
    yours.title = "";
  }));
  for (const group of document.querySelectorAll("details.group")) {
    /** @type {HTMLDetailsElement} */ (group).open = WIDE.matches && !["luck", "own"].includes(group.id);
  }
  onChoice("scenario", (value) => set("scenario", (now) => { now.scenario = value; }));
  onChoice("yours", (value) => set("yours", (now) => {
    now.yours = { name: value, levers: {}, title: "" };
  }));
  onChoice("worlds", (value) => set("worlds", (now) => { now.worlds = Number(value); }));
  at("seed").addEventListener("input", () => {
    const seed = /** @type {HTMLInputElement} */ (at("seed"));
    if (seed.value !== "") set("seed", (now) => { now.seed = Number(seed.value); });
  });
  at("undo").addEventListener("click", () => { if (state.undo()) changed(); });
  at("redo").addEventListener("click", () => { if (state.redo()) changed(); });
  addEventListener("keydown", (event) => {
    if (!(event.ctrlKey || event.metaKey) || isTyping()) return;
    const key = event.key.toLowerCase();
    const isRedo = key === "y" || (key === "z" && event.shiftKey);
    if (!isRedo && key !== "z") return;
    event.preventDefault();
    if (isRedo ? state.redo() : state.undo()) changed();
  });
  addEventListener("hashchange", () => {
    if (state.fromLink(location.hash.slice(1))) changed();
  });
  reverse.addEventListener("change", () => {
    if (reverse.checked) void asker.all();
    else at("walk-reverse").replaceChildren();
  });
  onChoice("column", () => {
    at("trace").classList.add("stale");
    void asker.all();
  });
  onChoice("phase", closer);
  doubt.addEventListener("change", () => set("doubt", (now) => {
    now.doubt = doubt.checked ? "rules" : "luck";
  }));
  wireExport(() => state.now, () => answer);
  refresh();
  void asker.all();
}

/** Whether the keyboard belongs to a field that has an undo of its own. */
function isTyping() {
  const field = document.activeElement;
  return field instanceof HTMLInputElement && field.type !== "range" && field.type !== "checkbox";
}

/**
 * @param {string} id
 * @param {string[][]} options value, text and title of each
 */
function fill(id, options) {
  at(id).replaceChildren(...options.map(([value, text, title]) => {
    const option = document.createElement("option");
    [option.value, option.text, option.title] = [value, text, title];
    return option;
  }));
}

/**
 * @param {string} id
 * @param {string} value
 */
function choose(id, value) {
  /** @type {HTMLSelectElement} */ (at(id)).value = value;
}

/**
 * @param {string} id
 * @param {(value: string) => void} use
 */
function onChoice(id, use) {
  at(id).addEventListener("change", () => use(/** @type {HTMLSelectElement} */ (at(id)).value));
}

try {
  const answer = await fetch("/api/known");
  if (!answer.ok) throw new Error(`the server failed (${answer.status}); its window says why`);
  start(await answer.json());
} catch (error) {
  showProblems([`The page cannot start: ${/** @type {Error} */ (error).message}.`]);
  throw error;
}
