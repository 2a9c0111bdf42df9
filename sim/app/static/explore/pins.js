// @ts-check
/** What yours is compared with: a named policy, or one of up to four that were pinned here. */

import { ask } from "./dialog.js";
import { at } from "./show.js";

/** @typedef {import("./types.js").Known} Known */
/** @typedef {import("./types.js").Asked} Asked */
/** @typedef {import("./types.js").Chosen} Chosen */

const MOST_PINS = 4;

/**
 * @param {Known} known
 * @param {{now: Asked}} state
 * @param {(what: string, change: (asked: Asked) => void) => void} set
 */
export function wirePins(known, state, set) {
  /** @type {Chosen[]} */
  const tray = [];
  const select = /** @type {HTMLSelectElement} */ (at("pinned"));

  const show = () => {
    const now = state.now.pinned;
    if (isOwn(now) && !tray.some((pin) => same(pin, now))) keep(now);
    const named = document.createElement("optgroup");
    named.label = "Policies";
    named.append(...known.policies.map(({ name, title }) => option(name, title)));
    const own = document.createElement("optgroup");
    own.label = "Pinned here";
    own.append(...tray.map((pin, i) => option(`pin ${i}`, titleOf(pin))));
    select.replaceChildren(named, ...(tray.length ? [own] : []));
    select.value = isOwn(now) ? `pin ${tray.findIndex((pin) => same(pin, now))}` : now.name;
  };

  /** @param {Chosen} pin */
  const keep = (pin) => {
    tray.push(structuredClone(pin));
    tray.splice(0, tray.length - MOST_PINS);
  };

  /** @param {Chosen} pin */
  const titleOf = (pin) => pin.title
    || `${known.policies.find(({ name }) => name === pin.name)?.title ?? pin.name}, changed`;

  select.addEventListener("change", () => set("pinned", (now) => {
    const pin = tray[Number(select.value.slice("pin ".length))];
    now.pinned = select.value.startsWith("pin ") ? structuredClone(pin)
      : { name: select.value, levers: {}, title: "" };
  }));

  at("pin").addEventListener("click", async () => {
    const yours = state.now.yours;
    if (!isOwn(yours)) {
      set("pinned", (now) => { now.pinned = structuredClone(now.yours); });
      return;
    }
    const field = document.createElement("input");
    [field.type, field.maxLength, field.required] = ["text", 40, true];
    field.value = yours.title || `Yours ${tray.length + 1}`;
    const label = document.createElement("label");
    label.append("Name of the pinned policy ", field);
    if (!(await ask("Pin yours", [label], "Pin"))) return;
    set("pinned", (now) => {
      now.pinned = { ...structuredClone(now.yours), title: field.value.trim() };
    });
  });
  return { show };
}

/** @param {Chosen} chosen */
function isOwn(chosen) {
  return Object.keys(chosen.levers ?? {}).length > 0;
}

/**
 * @param {Chosen} one
 * @param {Chosen} other
 */
function same(one, other) {
  return one.name === other.name && (one.title ?? "") === (other.title ?? "")
    && JSON.stringify(one.levers) === JSON.stringify(other.levers);
}

/**
 * @param {string} value
 * @param {string} text
 */
function option(value, text) {
  const made = document.createElement("option");
  [made.value, made.text] = [value, text];
  return made;
}
