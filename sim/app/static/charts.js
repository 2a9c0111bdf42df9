// @ts-check
/**
 * Charts as SVG, drawn from what the server sends: lines with bands, and bars with intervals.
 *
 * Each chart is an image with a sentence for who cannot see it, and a table of the same numbers.
 * Colours, titles and sentences come from the server; here is only where things go. Everything is
 * an attribute of the drawing itself, so that a saved file looks like the page.
 */

import { drawBars } from "./bars.js";
import { drawLines } from "./lines.js";
import { asPicture, asText, save } from "./svg.js";
import { barTable, lineTable } from "./tables.js";

/**
 * @typedef {"money"|"share"|"points"|"number"} Unit
 * @typedef {{low: number[], high: number[]}} Band
 * @typedef {Band & {middle: number[]}} WideBand  a second band, around the first
 * @typedef {{name: string, colour: string, dash?: string, values: number[], band?: Band,
 *   wide?: WideBand}} Line
 * @typedef {{at: number, name: string}} Mark  a quarter worth a word
 * @typedef {{title: string, sentence: string, unit: Unit, start: number, lines: Line[],
 *   zero?: boolean, mark?: Mark|null}} LineChart  `start`: quarter of the first value
 * @typedef {{value: number, low?: number, high?: number}} Amount
 * @typedef {Amount & {name: string, total?: boolean, id?: string, other?: Amount}} Bar
 *   `other` stands beside it
 * @typedef {{title: string, sentence: string, unit: Unit, bars: Bar[],
 *   series?: {name: string, colour: string}[]}} BarChart  `series`: whose the bars are, and `other`
 */

/**
 * Draw lines over quarters into a host, again and again: what stood there is replaced.
 * @param {HTMLElement} host
 * @param {LineChart} chart
 * @param {number} [height] in pixels
 */
export function lineChart(host, chart, height = 300) {
  frame(host, chart, (width) => drawLines(chart, width, height), () => lineTable(chart));
}

/**
 * Draw horizontal bars into a host; `choose` hears of the one that is clicked.
 * @param {HTMLElement} host
 * @param {BarChart} chart
 * @param {(id: string) => void} [choose]
 */
export function barChart(host, chart, choose) {
  frame(host, chart, (width) => drawBars(chart, width, choose), () => barTable(chart));
}

/** @type {WeakMap<HTMLElement, (width: number) => SVGSVGElement>} */
const drawings = new WeakMap();

/** @type {WeakMap<HTMLElement, number>} */
const widths = new WeakMap(); // to ask for one makes the browser lay out the page

const watcher = new ResizeObserver((entries) => {
  for (const { target, contentRect } of entries) {
    const place = /** @type {HTMLElement} */ (target);
    const width = Math.floor(contentRect.width);
    if (widths.get(place) === width) continue;
    widths.set(place, width);
    redraw(place);
  }
});

// A page is printed at another width than it is read at.
addEventListener("beforeprint", () => {
  for (const host of document.querySelectorAll(".chart .drawing")) {
    widths.delete(/** @type {HTMLElement} */ (host));
    redraw(/** @type {HTMLElement} */ (host));
  }
});

/** @param {HTMLElement} place */
function redraw(place) {
  const draw = drawings.get(place);
  const width = widths.get(place) ?? Math.floor(place.clientWidth);
  if (!draw || width <= 0) return;
  widths.set(place, width);
  place.replaceChildren(draw(width));
}

/**
 * Put title, drawing and table into a host; the table stays open if it was.
 * @param {HTMLElement} host
 * @param {{title: string, sentence: string}} chart
 * @param {(width: number) => SVGSVGElement} draw
 * @param {() => HTMLTableElement} table made when somebody looks: a lever waits for no table
 */
function frame(host, chart, draw, table) {
  let place = /** @type {HTMLElement|null} */ (host.querySelector(":scope > .drawing"));
  if (!place) {
    host.classList.add("chart");
    const title = document.createElement("h3");
    place = document.createElement("div");
    place.className = "drawing";
    const folded = document.createElement("details");
    const summary = document.createElement("summary");
    summary.append("Show as table");
    folded.append(summary, document.createElement("div"));
    const inside = /** @type {HTMLElement} */ (folded.lastElementChild);
    inside.className = "scrolls";
    inside.tabIndex = 0; // what scrolls must be reached by the keyboard
    inside.setAttribute("role", "region");
    const below = document.createElement("div");
    below.className = "below";
    below.append(folded, ...saveButtons(place, title));
    host.replaceChildren(title, place, below);
    watcher.observe(place);
  }
  drawings.set(place, (width) => {
    const drawn = draw(width);
    drawn.setAttribute("role", "img");
    drawn.setAttribute("aria-label", chart.sentence);
    return drawn;
  });
  redraw(place);
  const title = /** @type {HTMLElement} */ (host.querySelector(":scope > h3"));
  title.textContent = chart.title;
  const below = host.querySelector(":scope > .below");
  for (const button of below?.querySelectorAll("summary, button.save") ?? []) {
    button.setAttribute("aria-label", `${button.textContent}: ${chart.title}`);
  }
  const inside = below?.querySelector(".scrolls");
  inside?.setAttribute("aria-label", `Table: ${chart.title}`);
  const folded = /** @type {HTMLDetailsElement|null} */ (below?.querySelector("details"));
  const summary = /** @type {HTMLElement|null} */ (folded?.querySelector("summary") ?? null);
  if (!folded || !summary || !inside) return;
  inside.replaceChildren();
  const fill = () => {
    if (!inside.childElementCount) inside.replaceChildren(table());
  };
  if (folded.open) fill();
  summary.onclick = fill; // `toggle` comes only after the empty table has been seen,
  folded.ontoggle = () => {
    if (folded.open) fill(); // but it alone comes where a search in the page opens it
  };
}

/**
 * Return the buttons that save what stands in a place, under the chart's title.
 * @param {HTMLElement} place
 * @param {HTMLElement} title
 */
function saveButtons(place, title) {
  return ["PNG", "SVG"].map((kind) => {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "plain save";
    button.append(kind);
    button.addEventListener("click", async () => {
      const drawn = place.querySelector("svg");
      if (!drawn) return;
      const content = kind === "PNG" ? await asPicture(drawn)
        : new Blob([asText(drawn)], { type: "image/svg+xml" });
      const name = (title.textContent ?? "chart").toLowerCase().replaceAll(/[^a-z0-9]+/g, "-");
      save(content, `${name}.${kind.toLowerCase()}`);
    });
    return button;
  });
}
