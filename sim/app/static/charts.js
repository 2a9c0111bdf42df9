// @ts-check
/**
 * Charts as SVG, drawn from what the server sends: lines with bands, and bars with intervals.
 *
 * Each chart is an image with a sentence for who cannot see it, and a table of the same numbers.
 * Colours, titles and sentences come from the server; here is only where things go. Everything is
 * an attribute of the drawing itself, so that a saved file looks like the page.
 */

import { axisNumber, number, ticks } from "./numbers.js";
import { asPicture, asText, inLines, letters, pushApart, save, svg, write } from "./svg.js";

/**
 * @typedef {"money"|"share"|"points"|"number"} Unit
 * @typedef {{low: number[], high: number[]}} Band
 * @typedef {{name: string, colour: string, dash?: string, values: number[], band?: Band,
 *   wide?: Band}} Line  `wide` is a second band around the first
 * @typedef {{at: number, name: string}} Mark  a quarter worth a word
 * @typedef {{title: string, sentence: string, unit: Unit, start: number, lines: Line[],
 *   zero?: boolean, mark?: Mark|null}} LineChart  `start`: quarter of the first value
 * @typedef {{name: string, value: number, low?: number, high?: number, colour?: string,
 *   total?: boolean, id?: string}} Bar
 * @typedef {{title: string, sentence: string, unit: Unit, bars: Bar[]}} BarChart
 */

const INK = "#222222";
const QUIET = "#5f5f5f";
const GRID = "#e8e8e8";
const RISING = "#0072B2";
const FALLING = "#B84F00";
const FONT = "system-ui, 'Segoe UI', 'DejaVu Sans', sans-serif";

/**
 * Draw lines over quarters into a host, again and again: what stood there is replaced.
 * @param {HTMLElement} host
 * @param {LineChart} chart
 * @param {number} [height] in pixels
 */
export function lineChart(host, chart, height = 300) {
  frame(host, chart, (width) => drawLines(chart, width, height), lineTable(chart));
}

/**
 * Draw horizontal bars into a host; `choose` makes each bar with an id a button.
 * @param {HTMLElement} host
 * @param {BarChart} chart
 * @param {(id: string) => void} [choose]
 */
export function barChart(host, chart, choose) {
  frame(host, chart, (width) => drawBars(chart, width), barTable(chart, choose));
}

/** @type {WeakMap<HTMLElement, (width: number) => SVGSVGElement>} */
const drawings = new WeakMap();

const watcher = new ResizeObserver((entries) => {
  for (const { target } of entries) redraw(/** @type {HTMLElement} */ (target));
});

// A page is printed at another width than it is read at.
addEventListener("beforeprint", () => {
  for (const host of document.querySelectorAll(".chart .drawing")) {
    redraw(/** @type {HTMLElement} */ (host));
  }
});

/** @param {HTMLElement} place */
function redraw(place) {
  const draw = drawings.get(place);
  const width = Math.floor(place.clientWidth);
  if (draw && width > 0) place.replaceChildren(draw(width));
}

/**
 * Put title, drawing and table into a host; the table stays open if it was.
 * @param {HTMLElement} host
 * @param {{title: string, sentence: string}} chart
 * @param {(width: number) => SVGSVGElement} draw
 * @param {HTMLTableElement} table
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
  const title = /** @type {HTMLElement} */ (host.querySelector(":scope > h3"));
  title.textContent = chart.title;
  const below = host.querySelector(":scope > .below");
  for (const button of below?.querySelectorAll("summary, button.save") ?? []) {
    button.setAttribute("aria-label", `${button.textContent}: ${chart.title}`);
  }
  const inside = below?.querySelector(".scrolls");
  inside?.setAttribute("aria-label", `Table: ${chart.title}`);
  inside?.replaceChildren(table);
  drawings.set(place, (width) => {
    const drawn = draw(width);
    drawn.setAttribute("role", "img");
    drawn.setAttribute("aria-label", chart.sentence);
    return drawn;
  });
  redraw(place);
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

/**
 * @param {LineChart} chart
 * @param {number} width
 * @param {number} height
 */
function drawLines(chart, width, height) {
  const size = width < 420 ? 11 : 12;
  const longest = Math.max(...chart.lines.map((line) => line.name.length));
  const right = Math.min(0.3 * width, longest * size * 0.58) + 14;
  const box = { left: 58, top: 8, right: width - right, bottom: height - 34 };
  const shown = chart.lines.flatMap((line) => [
    ...line.values, ...(line.band?.low ?? []), ...(line.band?.high ?? []),
    ...(line.wide?.low ?? []), ...(line.wide?.high ?? []),
  ]).filter(Number.isFinite);
  if (chart.zero) shown.push(0);
  const marks = ticks(Math.min(...shown), Math.max(...shown), height < 220 ? 4 : 6);
  const [low, high] = [marks[0], marks[marks.length - 1]];
  const count = Math.max(...chart.lines.map((line) => line.values.length));
  const last = chart.start + count - 1;
  const x = (/** @type {number} */ quarter) =>
    box.left + ((quarter - chart.start) / Math.max(last - chart.start, 1)) * (box.right - box.left);
  const y = (/** @type {number} */ value) =>
    box.bottom - ((value - low) / (high - low || 1)) * (box.bottom - box.top);

  const drawn = svg("svg", { width, height, viewBox: `0 0 ${width} ${height}` });
  drawn.setAttribute("font-family", FONT);
  for (const mark of marks) {
    const isZero = chart.zero && mark === 0;
    drawn.append(svg("line", { x1: box.left, x2: box.right, y1: y(mark), y2: y(mark),
      stroke: isZero ? INK : GRID, "stroke-width": isZero ? 1.2 : 1 }));
    drawn.append(write(axisNumber(mark, chart.unit, high, low), box.left - 6, y(mark) + 4,
      { "text-anchor": "end", fill: QUIET, "font-size": size }));
  }
  drawYears(drawn, chart, last, x, box, size);
  for (const line of chart.lines) {
    for (const [band, opacity] of /** @type {[Band|undefined, number][]} */ (
      [[line.wide, 0.1], [line.band, 0.18]])) {
      if (!band) continue;
      const upper = band.high.map((v, i) => `${x(chart.start + i)},${y(v)}`);
      const lower = band.low.map((v, i) => `${x(chart.start + i)},${y(v)}`).reverse();
      drawn.append(svg("polygon", { points: [...upper, ...lower].join(" "), fill: line.colour,
        opacity }));
    }
  }
  for (const line of chart.lines) {
    const points = line.values.map((v, i) => `${x(chart.start + i)},${y(v)}`).join(" ");
    drawn.append(svg("polyline", { points, fill: "none", stroke: line.colour, "stroke-width": 2,
      "stroke-linejoin": "round", "stroke-dasharray": line.dash ?? "" }));
  }
  if (chart.mark) drawMark(drawn, chart, chart.mark, x, y, box, size);
  const names = chart.lines.map((line) => inLines(line.name, letters(right - 12, size)));
  const rows = Math.max(...names.map((name) => name.length));
  const ends = chart.lines.map((line) => y(line.values[line.values.length - 1]));
  const places = pushApart(ends, (rows + 0.25) * size, box.top + size, box.bottom);
  chart.lines.forEach((line, i) => {
    const label = { fill: line.colour, "font-size": size, "font-weight": 600 };
    drawn.append(svg("line", { x1: x(chart.start + line.values.length - 1), y1: ends[i],
      x2: box.right + 7, y2: places[i], stroke: line.colour, "stroke-width": 1 }));
    names[i].forEach((name, row) => {
      const middle = places[i] + 4 + (row - (names[i].length - 1) / 2) * size * 1.1;
      drawn.append(write(name, box.right + 10, middle, label, right - 10));
    });
  });
  return drawn;
}

/**
 * Name the years along the bottom.
 * @param {SVGElement} drawn
 * @param {LineChart} chart
 * @param {number} last
 * @param {(quarter: number) => number} x
 * @param {{left: number, top: number, right: number, bottom: number}} box
 * @param {number} size
 */
function drawYears(drawn, chart, last, x, box, size) {
  const starts = [];
  for (let quarter = 0; quarter <= last; quarter += 4) starts.push(quarter);
  const step = (box.right - box.left) / Math.max(starts.length, 1) < 34 ? 2 : 1;
  starts.forEach((quarter, year) => {
    if (quarter >= chart.start) {
      drawn.append(svg("line", { x1: x(quarter), x2: x(quarter), y1: box.bottom,
        y2: box.bottom + 4, stroke: QUIET }));
    }
    const middle = (Math.max(quarter, chart.start) + Math.min(quarter + 4, last)) / 2;
    if (year % step === 0 && quarter < last) {
      drawn.append(write(`Year ${year + 1}`, x(middle), box.bottom + 18,
        { "text-anchor": "middle", fill: QUIET, "font-size": size }));
    }
  });
}

/**
 * Mark a quarter by a dotted line, a triangle and a word.
 * @param {SVGElement} drawn
 * @param {LineChart} chart
 * @param {Mark} mark
 * @param {(quarter: number) => number} x
 * @param {(value: number) => number} y
 * @param {{left: number, top: number, right: number, bottom: number}} box
 * @param {number} size
 */
function drawMark(drawn, chart, mark, x, y, box, size) {
  const at = x(mark.at);
  const bottom = y(0);
  drawn.append(svg("line", { x1: at, x2: at, y1: box.top, y2: bottom, stroke: QUIET,
    "stroke-dasharray": "2 3" }));
  drawn.append(svg("path", { d: `M${at - 5},${bottom + 9} L${at + 5},${bottom + 9} L${at},${bottom + 1}Z`,
    fill: INK }));
  const isLeft = at < (box.left + box.right) / 2;
  drawn.append(write(mark.name, at + (isLeft ? 6 : -6), box.top + 10,
    { "text-anchor": isLeft ? "start" : "end", fill: INK, "font-size": size }));
}

/**
 * @param {BarChart} chart
 * @param {number} width
 */
function drawBars(chart, width) {
  const size = width < 420 ? 11 : 12;
  const [row, top] = [26, 4];
  const longest = Math.max(8, ...chart.bars.map((bar) => bar.name.length));
  const left = Math.min(0.42 * width, longest * size * 0.58 + 10);
  const right = width - 82;
  const height = top + row * chart.bars.length + 6;
  const all = chart.bars.flatMap((bar) => [bar.value, bar.low ?? bar.value, bar.high ?? bar.value]);
  const [low, high] = [Math.min(0, ...all), Math.max(0, ...all)];
  const x = (/** @type {number} */ value) =>
    left + ((value - low) / (high - low || 1)) * (right - left);
  const drawn = svg("svg", { width, height, viewBox: `0 0 ${width} ${height}` });
  drawn.setAttribute("font-family", FONT);
  chart.bars.forEach((bar, i) => {
    const middle = top + row * i + row / 2;
    const weight = bar.total ? 700 : 400;
    drawn.append(write(bar.name, left - 8, middle + 4,
      { "text-anchor": "end", fill: INK, "font-size": size, "font-weight": weight }, left - 8));
    const fill = bar.colour ?? (bar.total ? INK : bar.value < 0 ? FALLING : RISING);
    drawn.append(svg("rect", { x: Math.min(x(0), x(bar.value)), y: middle - 8,
      width: Math.max(1, Math.abs(x(bar.value) - x(0))), height: 16, fill, rx: 2 }));
    if (bar.low !== undefined && bar.high !== undefined) {
      drawn.append(svg("line", { x1: x(bar.low), x2: x(bar.high), y1: middle, y2: middle,
        stroke: "#ffffff", "stroke-width": 4 }));
      drawn.append(svg("line", { x1: x(bar.low), x2: x(bar.high), y1: middle, y2: middle,
        stroke: INK, "stroke-width": 1.6 }));
    }
    drawn.append(write(number(bar.value, chart.unit, true), width - 2, middle + 4,
      { "text-anchor": "end", fill: INK, "font-size": size, "font-weight": weight }));
  });
  drawn.append(svg("line", { x1: x(0), x2: x(0), y1: top, y2: height - 6, stroke: INK }));
  return drawn;
}

/** @param {LineChart} chart */
function lineTable(chart) {
  const head = ["Quarter"];
  for (const line of chart.lines) {
    head.push(line.name);
    if (line.band) head.push("95% from", "to");
    if (line.wide) head.push("rules from", "to");
  }
  const count = Math.max(...chart.lines.map((line) => line.values.length));
  const rows = Array.from({ length: count }, (_, i) => {
    const row = [String(chart.start + i)];
    for (const { values, band, wide } of chart.lines) {
      row.push(number(values[i], chart.unit));
      for (const shown of [band, wide]) {
        if (shown) row.push(number(shown.low[i], chart.unit), number(shown.high[i], chart.unit));
      }
    }
    return row;
  });
  return tableOf(chart.title, head, rows);
}

/**
 * @param {BarChart} chart
 * @param {(id: string) => void} [choose]
 */
function barTable(chart, choose) {
  const hasIntervals = chart.bars.some((bar) => bar.low !== undefined);
  const table = tableOf(
    chart.title,
    hasIntervals ? ["", "Amount", "95% from", "to"] : ["", "Amount"],
    chart.bars.map((bar) => {
      const cells = [bar.name, number(bar.value, chart.unit, true)];
      if (!hasIntervals) return cells;
      const ends = [bar.low, bar.high];
      return [...cells, ...ends.map((end) => end === undefined ? "" : number(end, chart.unit))];
    }),
  );
  chart.bars.forEach((bar, i) => {
    if (!choose || bar.id === undefined) return;
    const id = bar.id;
    const button = document.createElement("button");
    button.type = "button";
    button.className = "plain";
    button.append(bar.name);
    button.addEventListener("click", () => choose(id));
    table.tBodies[0].rows[i].cells[0].replaceChildren(button);
  });
  return table;
}

/**
 * Return a table; the first cell of each row names it.
 * @param {string} caption
 * @param {string[]} head
 * @param {string[][]} rows
 */
export function tableOf(caption, head, rows) {
  const table = document.createElement("table");
  table.createCaption().textContent = caption;
  const top = table.createTHead().insertRow();
  for (const name of head) {
    const cell = document.createElement("th");
    cell.scope = "col";
    cell.textContent = name;
    top.append(cell);
  }
  const body = table.createTBody();
  for (const row of rows) {
    const line = body.insertRow();
    row.forEach((text, i) => {
      const cell = document.createElement(i === 0 ? "th" : "td");
      if (i === 0) cell.setAttribute("scope", "row");
      cell.textContent = text;
      line.append(cell);
    });
  }
  return table;
}
