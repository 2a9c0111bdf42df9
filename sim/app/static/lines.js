// @ts-check
/** Lines over quarters, with bands, years along the bottom and names at their ends. */

import { axisNumber, ticks } from "./numbers.js";
import { FONT, GRID, INK, inLines, letters, pushApart, QUIET, svg, write } from "./svg.js";

/** @typedef {import("./charts.js").LineChart} LineChart */
/** @typedef {import("./charts.js").Band} Band */
/** @typedef {import("./charts.js").Mark} Mark */

/**
 * @param {LineChart} chart
 * @param {number} width
 * @param {number} height
 */
export function drawLines(chart, width, height) {
  const size = width < 420 ? 11 : 12;
  const longest = Math.max(...chart.lines.map((line) => line.name.length));
  const right = Math.min(0.3 * width, longest * size * 0.62) + 20;
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
  for (const { wide, colour } of chart.lines) {
    if (!wide) continue;
    const points = wide.middle.map((v, i) => `${x(chart.start + i)},${y(v)}`).join(" ");
    drawn.append(svg("polyline", { points, fill: "none", stroke: colour, "stroke-width": 1.5,
      "stroke-dasharray": "1 4", "stroke-linecap": "round" }));
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
