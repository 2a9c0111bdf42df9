// @ts-check
/** Making elements; whatever people typed becomes text, never markup. */

/**
 * Return an element.
 * @param {string} kind
 * @param {Record<string, any>} [given] properties; `data-`, `aria-`, `role` and `for` are attributes
 * @param {...(Node|string|null|undefined|false)} inside
 * @returns {any}
 */
export function el(kind, given = {}, ...inside) {
  const made = document.createElement(kind);
  for (const [name, value] of Object.entries(given)) {
    if (/^(data-|aria-|role$|for$|scope$|list$)/.test(name)) made.setAttribute(name, String(value));
    else /** @type {any} */ (made)[name] = value;
  }
  for (const part of inside) if (part !== null && part !== undefined && part !== false) {
    made.append(part);
  }
  return made;
}

/**
 * Return the element of an id.
 * @param {string} id
 * @returns {any}
 */
export function at(id) {
  const found = document.getElementById(id);
  if (!found) throw new Error(`no #${id}`);
  return found;
}

/**
 * Return a table.
 * @param {string} caption
 * @param {string[]} heads
 * @param {(string|Node)[][]} rows the first cell of each is its head
 * @param {boolean} [isText] whether all cells are text
 */
export function table(caption, heads, rows, isText = false) {
  const kind = isText ? "text" : "";
  return el("div", { className: "scrolls", tabIndex: 0, role: "region", "aria-label": caption },
    el("table", {},
      el("caption", {}, caption),
      el("thead", {}, el("tr", {}, ...heads.map((head, i) =>
        el("th", { scope: "col", className: i ? kind : "text" }, head)))),
      el("tbody", {}, ...rows.map((row) => el("tr", {}, ...row.map((cell, i) =>
        i ? el("td", { className: kind }, cell) : el("th", { scope: "row", className: "text" }, cell)))))));
}

/**
 * Show what is wrong, or nothing.
 * @param {string[]} problems
 */
export function showProblems(problems) {
  const place = at("problem");
  place.replaceChildren(...problems.map((line) => el("p", {}, line)));
  place.hidden = problems.length === 0;
}
