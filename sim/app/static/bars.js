// @ts-check
/** Horizontal bars with intervals, one or two in a row. */

import { number } from "./numbers.js";
import { FONT, INK, svg, write } from "./svg.js";

/** @typedef {import("./charts.js").BarChart} BarChart */
/** @typedef {import("./charts.js").Amount} Amount */

const RISING = "#0072B2";
const FALLING = "#B84F00";

/**
 * @param {BarChart} chart
 * @param {number} width
 * @param {(id: string) => void} [choose]
 */
export function drawBars(chart, width, choose) {
  const size = width < 420 ? 11 : 12;
  const hasTwo = chart.bars.some((bar) => bar.other);
  const [row, top, thick] = hasTwo ? [38, chart.series ? 26 : 4, 14] : [26, 4, 16];
  const longest = Math.max(8, ...chart.bars.map((bar) => bar.name.length));
  const left = Math.min(0.42 * width, longest * size * 0.58 + 10);
  const right = width - 82;
  const height = top + row * chart.bars.length + 6;
  const all = chart.bars.flatMap((bar) => [bar, ...(bar.other ? [bar.other] : [])])
    .flatMap(({ value, low, high }) => [value, low ?? value, high ?? value]);
  const [low, high] = [Math.min(0, ...all), Math.max(0, ...all)];
  const x = (/** @type {number} */ value) =>
    left + ((value - low) / (high - low || 1)) * (right - left);
  const drawn = svg("svg", { width, height, viewBox: `0 0 ${width} ${height}` });
  drawn.setAttribute("font-family", FONT);
  if (hasTwo) drawLegend(drawn, chart, left, width, size);
  chart.bars.forEach((bar, i) => {
    const middle = top + row * i + row / 2;
    const weight = bar.total ? 700 : 400;
    const group = svg("g", {});
    group.append(write(bar.name, left - 8, middle + 4,
      { "text-anchor": "end", fill: INK, "font-size": size, "font-weight": weight }, left - 8));
    const amounts = /** @type {Amount[]} */ (bar.other ? [bar, bar.other] : [bar]);
    amounts.forEach((amount, k) => {
      const at = middle + (k - (amounts.length - 1) / 2) * (thick + 2);
      const fill = chart.series?.[k]?.colour
        ?? (bar.total ? INK : amount.value < 0 ? FALLING : RISING);
      drawAmount(group, amount, x, at, thick, fill, k === 1);
      group.append(write(number(amount.value, chart.unit, !(hasTwo && bar.total)), width - 2,
        at + 4, { "text-anchor": "end", fill: chart.series ? fill : INK, "font-size": size,
          "font-weight": weight }));
    });
    const id = bar.id;
    if (choose && id !== undefined && !bar.total) {
      group.setAttribute("cursor", "pointer"); // who has no mouse has the list beside
      group.prepend(svg("rect", { x: 0, y: middle - row / 2, width, height: row,
        "fill-opacity": 0 }));
      group.addEventListener("click", () => choose(id));
    }
    drawn.append(group);
  });
  drawn.append(svg("line", { x1: x(0), x2: x(0), y1: top, y2: height - 6, stroke: INK }));
  return drawn;
}

/**
 * @param {SVGElement} group
 * @param {Amount} amount
 * @param {(value: number) => number} x
 * @param {number} at middle of the bar
 * @param {number} thick
 * @param {string} fill
 * @param {boolean} isHollow the second bar, so that colour is not all that tells
 */
function drawAmount(group, amount, x, at, thick, fill, isHollow) {
  group.append(svg("rect", { x: Math.min(x(0), x(amount.value)), y: at - thick / 2,
    width: Math.max(1, Math.abs(x(amount.value) - x(0))), height: thick, rx: 2, fill,
    "fill-opacity": isHollow ? 0.25 : 1, stroke: fill }));
  const { low, high } = amount;
  if (low === undefined || high === undefined) return;
  if (!isHollow) {
    group.append(svg("line", { x1: x(low), x2: x(high), y1: at, y2: at, stroke: "#ffffff",
      "stroke-width": 4 }));
  }
  group.append(svg("line", { x1: x(low), x2: x(high), y1: at, y2: at, stroke: INK,
    "stroke-width": 1.6 }));
}

/**
 * Say which bars are whose.
 * @param {SVGElement} drawn
 * @param {BarChart} chart
 * @param {number} left
 * @param {number} width
 * @param {number} size
 */
function drawLegend(drawn, chart, left, width, size) {
  const room = (chart.series ?? []).reduce((sum, { name }) => sum + 40 + name.length * size * 0.6, 0);
  let at = Math.max(0, Math.min(left, width - room));
  (chart.series ?? []).forEach(({ name, colour }, k) => {
    drawn.append(svg("rect", { x: at, y: 4, width: 12, height: 12, rx: 2, fill: colour,
      "fill-opacity": k === 1 ? 0.25 : 1, stroke: colour }));
    drawn.append(write(name, at + 18, 14, { fill: colour, "font-size": size,
      "font-weight": 600 }));
    at += 40 + name.length * size * 0.6;
  });
}
