// @ts-check
/** The firm's own alliances: a file is read, its owner checks how, and each gets advice. */

import { tableOf } from "../tables.js";
import { post, Refused } from "./ask.js";
import { ask } from "./dialog.js";
import { at } from "./show.js";

/** @typedef {import("./types.js").Asked} Asked */
/** @typedef {import("./types.js").Read} Read */
/** @typedef {import("./types.js").Advice} Advice */
/** @typedef {import("./types.js").AdviceRow} AdviceRow */

/** What is known of a file by its token; a link holds none. */
const files = /** @type {Map<string, Read>} */ (new Map());

/**
 * @param {() => Asked} asked
 * @param {(what: string, change: (asked: Asked) => void) => void} set
 */
export function wireOwn(asked, set) {
  const field = /** @type {HTMLInputElement} */ (at("own-file"));
  let advisedOn = "";

  field.addEventListener("change", async () => {
    const file = field.files?.[0];
    if (!file) return;
    at("own-problem").hidden = true;
    try {
      const answer = await post(`/api/portfolio/read?name=${encodeURIComponent(file.name)}`, file);
      const read = /** @type {Read} */ (await answer.json());
      files.set(read.token, read);
      if (await ask(`How ${read.file} was read`, review(read), "Use these alliances")) {
        set("own", (now) => { now.portfolio = read.token; });
        void advise();
      }
    } catch (error) {
      tell("own-problem", error);
    } finally {
      field.value = ""; // the same file, mended, may be chosen again
    }
  });
  at("own-remove").addEventListener("click", () => set("own", (now) => { now.portfolio = ""; }));
  at("advise").addEventListener("click", () => void advise());

  async function advise() {
    const button = /** @type {HTMLButtonElement} */ (at("advise"));
    const now = structuredClone(asked());
    button.disabled = true;
    at("advice-problem").hidden = true;
    const begun = performance.now();
    const clock = setInterval(() => {
      const seconds = Math.round((performance.now() - begun) / 1000);
      button.textContent = `Three treatments of each, in ${now.worlds} worlds: ${seconds} s …`;
    }, 250);
    try {
      showAdvice(await (await post("/api/advise", now)).json());
      advisedOn = on(now);
    } catch (error) {
      tell("advice-problem", error);
    } finally {
      clearInterval(clock);
      button.disabled = false;
      button.textContent = "Advise on each alliance";
      show();
    }
  }

  /** Show which file is in use, and whether the advice is of now. */
  function show() {
    const now = asked();
    const read = files.get(now.portfolio);
    at("own-told").hidden = now.portfolio === "";
    at("advice").hidden = now.portfolio === "";
    const told = at("own-told").querySelector("span");
    if (told) told.textContent = read ? `${read.file}: ${read.alliances} alliances.` : "A file.";
    const isStale = advisedOn !== on(now);
    at("advice-table").classList.toggle("stale", isStale);
    at("advice-told").classList.toggle("stale", isStale);
  }
  return { show, firm: () => files.get(asked().portfolio)?.firm };
}

/**
 * Return what advice depends on.
 * @param {Asked} asked
 */
function on({ portfolio, scenario, seed, worlds, firm }) {
  return JSON.stringify({ portfolio, scenario, seed, worlds, firm });
}

/**
 * @param {string} id
 * @param {unknown} error
 */
function tell(id, error) {
  if (!(error instanceof Refused)) throw error;
  at(id).replaceChildren(...error.problems.map(paragraph));
  at(id).hidden = false;
}

/** @param {Read} read */
function review(read) {
  const [head, ...rows] = read.reading;
  const table = tableOf(`${read.alliances} alliances`, head, rows);
  table.classList.add("words");
  const around = document.createElement("div");
  around.className = "scrolls";
  around.tabIndex = 0;
  around.setAttribute("role", "region");
  around.setAttribute("aria-label", "How each column was understood");
  around.append(table);
  const list = document.createElement("ul");
  for (const note of read.notes) {
    const item = document.createElement("li");
    item.textContent = note;
    list.append(item);
  }
  return [around, list];
}

/** @param {Advice} advice */
function showAdvice(advice) {
  at("advice-told").textContent = advice.sentences.join(" ");
  const table = tableOf("Advice; choose a name for its three treatments", advice.head, []);
  table.classList.add("words");
  const body = table.tBodies[0];
  const groups = advice.rows.map((row) => [row, rowsOf(row, advice)]);
  const cells = [...table.tHead?.rows[0].cells ?? []];
  cells.forEach((cell, column) => {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "plain";
    button.append(cell.textContent ?? "");
    cell.replaceChildren(button);
    button.addEventListener("click", () => {
      const isUp = cell.getAttribute("aria-sort") !== "ascending";
      for (const other of cells) other.removeAttribute("aria-sort");
      cell.setAttribute("aria-sort", isUp ? "ascending" : "descending");
      const key = (/** @type {any} */ [row]) => row.cells[column][1];
      groups.sort((a, b) => (key(a) < key(b) ? -1 : key(a) > key(b) ? 1 : 0) * (isUp ? 1 : -1));
      body.replaceChildren(...groups.flatMap(([, rows]) => /** @type {any} */ (rows)));
    });
  });
  body.replaceChildren(...groups.flatMap(([, rows]) => /** @type {any} */ (rows)));
  at("advice-table").replaceChildren(table);
  at("advice-notes").hidden = false;
  at("advice-notes").querySelector("div")?.replaceChildren(...advice.notes.map(paragraph));
}

/**
 * Return the row of an alliance, and the one below it that its name opens.
 * @param {AdviceRow} row
 * @param {Advice} advice
 */
function rowsOf(row, advice) {
  const [line, below] = [document.createElement("tr"), document.createElement("tr")];
  row.cells.forEach(([text], i) => {
    const cell = document.createElement(i === 0 ? "th" : "td");
    if (i > 0) cell.textContent = String(text);
    line.append(cell);
  });
  const name = document.createElement("button");
  name.type = "button";
  name.className = "plain";
  name.textContent = String(row.cells[0][0]);
  name.setAttribute("aria-expanded", "false");
  line.cells[0].scope = "row";
  line.cells[0].append(name);
  below.hidden = true;
  const wide = below.insertCell();
  wide.colSpan = row.cells.length;
  wide.append(tableOf(`${row.cells[0][0]} under each treatment`, advice.treated, row.outlook));
  name.addEventListener("click", () => {
    below.hidden = !below.hidden;
    name.setAttribute("aria-expanded", String(!below.hidden));
  });
  return [line, below];
}

/** @param {string} text */
function paragraph(text) {
  const made = document.createElement("p");
  made.textContent = text;
  return made;
}
