// @ts-check
/** The firm's own alliances: a file is read, its owner checks how, and each gets advice. */

import { tableOf } from "../tables.js";
import { post, Refused } from "./ask.js";
import { ask, retell } from "./dialog.js";
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
      const token = await checked(file);
      if (token) {
        set("own", (now) => { now.portfolio = token; });
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
      button.textContent = `Each treated each way, in ${now.worlds} worlds: ${seconds} s …`;
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
function on({ portfolio, pinned, doubt, scenario, seed, worlds, firm }) {
  return JSON.stringify({ portfolio, pinned, doubt, scenario, seed, worlds, firm });
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

/**
 * Let the owner check how a file was read, and mend it; return the token of what is to be used.
 * @param {File} file
 * @returns {Promise<string>}
 */
async function checked(file) {
  /** @type {Record<string, string>} */
  const meant = {};
  const address = () => `/api/portfolio/read?name=${encodeURIComponent(file.name)}`
    + `&meant=${encodeURIComponent(JSON.stringify(meant))}`;
  /** @type {Read|null} */
  let read = null;
  const again = async () => {
    try {
      read = /** @type {Read} */ (await (await post(address(), file)).json());
      files.set(read.token, read);
      return { title: `How ${read.file} was read`, body: review(read, mend) };
    } catch (error) {
      read = null;
      if (!(error instanceof Refused) || !error.told?.columns?.length) throw error;
      return { title: `${error.told.file} cannot be used yet`, body: refusal(error, mend) };
    }
  };
  const mend = async (/** @type {string} */ heading, /** @type {string} */ column) => {
    meant[heading] = column;
    const { title, body } = await again();
    retell(title, body, read !== null);
    for (const choice of at("asking-body").querySelectorAll("select")) {
      if (choice.dataset.heading === heading) choice.focus();
    }
  };
  const { title, body } = await again();
  const isTaken = await ask(title, body, "Use these alliances", read !== null);
  return isTaken && read ? /** @type {Read} */ (read).token : "";
}

/**
 * @callback Mend
 * @param {string} heading
 * @param {string} column what it means; empty for nothing
 * @returns {Promise<void>}
 */

/**
 * Return a choice of what a column of the file means; to choose reads the file again.
 * @param {import("./types.js").Headings} read
 * @param {string} heading
 * @param {string} column
 * @param {Mend} mend
 */
function meaning({ choices }, heading, column, mend) {
  const select = document.createElement("select");
  select.dataset.heading = heading;
  select.setAttribute("aria-label", `${heading}: understood as`);
  const offered = choices.includes(column) || !column ? choices : [column, ...choices];
  for (const value of ["", ...offered]) {
    select.append(new Option(value ? value.replaceAll("_", " ") : "not used", value));
  }
  select.value = column;
  select.addEventListener("change", () => void mend(heading, select.value));
  return select;
}

/**
 * Return what is wrong with a file, and its columns with what each is understood as.
 * @param {Refused} refused
 * @param {Mend} mend
 */
function refusal(refused, mend) {
  const told = /** @type {import("./types.js").Headings} */ (refused.told);
  const table = tableOf("If a column was misread, say what it means", ["Column in the file",
    "understood as"], told.columns.map(([heading]) => [heading, ""]));
  table.classList.add("words");
  told.columns.forEach(([heading, column], i) => {
    table.tBodies[0].rows[i].cells[1].append(meaning(told, heading, column, mend));
  });
  const problems = document.createElement("div");
  problems.className = "problem";
  problems.setAttribute("role", "alert");
  problems.append(...refused.problems.map(paragraph));
  return [problems, table];
}

/**
 * @param {Read} read
 * @param {Mend} mend
 */
function review(read, mend) {
  const [head, ...used] = read.reading;
  const isUsed = new Set(used.map(([heading]) => heading));
  const unused = read.columns.filter(([heading]) => !isUsed.has(heading));
  const rows = [...used, ...unused.map(([heading, column]) =>
    head.map((_, i) => [heading, column][i] ?? ""))];
  const table = tableOf(`${read.alliances} alliances`, head, rows);
  table.classList.add("words");
  rows.forEach(([heading, column], i) => {
    table.tBodies[0].rows[i].cells[1].replaceChildren(meaning(read, heading, column, mend));
  });
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
  const table = tableOf("Advice; choose a name for its treatments", advice.head, []);
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
