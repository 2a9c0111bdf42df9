// @ts-check
/** Tables: the numbers of a chart for who cannot see it, or wants them. */

import { number } from "./numbers.js";

/** @typedef {import("./charts.js").LineChart} LineChart */
/** @typedef {import("./charts.js").BarChart} BarChart */

/** @param {LineChart} chart */
export function lineTable(chart) {
  const head = ["Quarter"];
  for (const line of chart.lines) {
    head.push(line.name);
    if (line.band) head.push("95% from", "to");
    if (line.wide) head.push("rules: middle", "rules from", "to");
  }
  const count = Math.max(...chart.lines.map((line) => line.values.length));
  const rows = Array.from({ length: count }, (_, i) => {
    const row = [String(chart.start + i)];
    for (const { values, band, wide } of chart.lines) {
      const told = [values, band?.low, band?.high, wide?.middle, wide?.low, wide?.high];
      for (const shown of told) if (shown) row.push(number(shown[i], chart.unit));
    }
    return row;
  });
  return tableOf(chart.title, head, rows);
}

/** @param {BarChart} chart */
export function barTable(chart) {
  const hasIntervals = chart.bars.some((bar) => bar.low !== undefined);
  const names = chart.series?.map(({ name }) => name) ?? ["Amount"];
  const head = names.flatMap((name) => hasIntervals ? [name, "95% from", "to"] : [name]);
  const rows = chart.bars.map((bar) => [bar.name, ...(bar.other ? [bar, bar.other] : [bar])
    .flatMap(({ value, low, high }) => {
      const ends = hasIntervals ? [low ?? NaN, high ?? NaN] : [];
      const isLevel = chart.series !== undefined && bar.total === true;
      return [number(value, chart.unit, !isLevel), ...ends.map((end) => number(end, chart.unit))];
    })]);
  return tableOf(chart.title, ["", ...head], rows);
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
