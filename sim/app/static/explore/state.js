// @ts-check
/** What is asked: its place in the link, and the way back. */

/** @typedef {import("./types.js").Asked} Asked */
/** @typedef {import("./types.js").Chosen} Chosen */

const MOST_STEPS = 200;
const ONE_DRAG = 800; // milliseconds within which changes of one thing are one step

/** What is asked, and what was asked before. */
export class State {
  /** @param {Asked} usual what is asked where a link says nothing */
  constructor(usual) {
    this.usual = usual;
    /** @type {string[]} */
    this.past = [];
    /** @type {string[]} */
    this.future = [];
    this.now = structuredClone(usual);
    this.last = { what: "", at: 0 };
  }

  /**
   * Change what is asked; changes of the same thing within a moment are one step back.
   * @param {string} what
   * @param {(asked: Asked) => void} change
   */
  set(what, change) {
    const before = JSON.stringify(this.now);
    change(this.now);
    if (JSON.stringify(this.now) === before) return false;
    const at = performance.now();
    if (what !== this.last.what || at - this.last.at > ONE_DRAG) {
      this.past.push(before);
      this.past.splice(0, this.past.length - MOST_STEPS);
    }
    this.future = [];
    this.last = { what, at };
    return true;
  }

  undo() {
    return this.step(this.past, this.future);
  }

  redo() {
    return this.step(this.future, this.past);
  }

  /**
   * @param {string[]} from
   * @param {string[]} to
   */
  step(from, to) {
    const found = from.pop();
    if (found === undefined) return false;
    to.push(JSON.stringify(this.now));
    this.now = JSON.parse(found);
    this.last = { what: "", at: 0 };
    return true;
  }

  /** Return what is asked as the part of an address that no server sees. */
  toLink() {
    const told = new URLSearchParams();
    for (const side of /** @type {const} */ (["yours", "pinned"])) {
      const chosen = this.now[side];
      const usual = this.usual[side];
      if (JSON.stringify(chosen) === JSON.stringify(usual)) continue;
      told.set(side, chosen.name);
      if (chosen.title) told.set(`${side}.title`, chosen.title);
      for (const [name, value] of Object.entries(chosen.levers ?? {})) {
        told.set(`${side}.${name}`, String(value));
      }
    }
    for (const name of /** @type {const} */ (["scenario", "seed", "worlds", "doubt"])) {
      if (this.now[name] !== this.usual[name]) told.set(name, String(this.now[name]));
    }
    for (const [name, value] of Object.entries(this.now.firm)) {
      told.set(`firm.${name}`, String(value));
    }
    return told.toString();
  }

  /**
   * Ask what a link says; what it says wrongly is passed on, for the server to name it.
   * @param {string} link
   */
  fromLink(link) {
    /** @type {any} */
    const asked = structuredClone(this.usual);
    for (const [key, text] of new URLSearchParams(link)) {
      const value = text !== "" && Number.isFinite(Number(text)) ? Number(text) : text;
      const [group, name] = key.split(/\.(.*)/s);
      if (name === undefined) {
        if (group === "yours" || group === "pinned") asked[group] = { name: text };
        else asked[group] = group === "scenario" ? text : value;
      } else if (group === "firm") {
        asked.firm[name] = value;
      } else if (name === "title" && asked[group]) {
        asked[group].title = text;
      } else if (group === "yours" || group === "pinned") {
        asked[group].levers = { ...asked[group].levers, [name]: value };
      } else {
        asked[key] = value;
      }
    }
    return this.set("link", (now) => {
      for (const key of Object.keys(now)) delete (/** @type {any} */ (now))[key];
      Object.assign(now, asked);
    });
  }
}
