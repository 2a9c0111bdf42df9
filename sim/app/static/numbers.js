// @ts-check
/** Numbers as people write them, and the round numbers that an axis shows. */

/** @typedef {import("./charts.js").Unit} Unit */

const MINUS = "−";
const MILLION = 1000; // k€

/**
 * Return a number with its unit; with a sign if it tells a change.
 * @param {number} value
 * @param {Unit} unit
 * @param {boolean} [signed]
 */
export function number(value, unit, signed = false) {
  if (!Number.isFinite(value)) return "–";
  const text = plain(Math.abs(value), unit);
  const isZero = !/[1-9]/.test(text); // what rounds to zero has no sign
  return `${isZero ? "" : value < 0 ? MINUS : signed ? "+" : ""}${text}`;
}

/**
 * @param {number} size
 * @param {Unit} unit
 */
function plain(size, unit) {
  if (unit === "share") return `${Number((100 * size).toFixed(100 * size < 10 ? 1 : 0))}%`;
  if (unit === "points") return size.toFixed(1);
  if (unit === "number") return short(size);
  if (size >= MILLION) return `${grouped(size / MILLION, size >= 10 * MILLION ? 1 : 2)} M€`;
  return `${grouped(size, 0)} k€`;
}

/**
 * Return a number for an axis, all in the unit that its largest asks for.
 * @param {number} value
 * @param {Unit} unit
 * @param {number} high
 * @param {number} low
 */
export function axisNumber(value, unit, high, low) {
  const sign = value < 0 ? MINUS : "";
  const size = Math.abs(value);
  if (unit === "share") return `${sign}${short(100 * size)}%`;
  if (unit !== "money") return `${sign}${short(size)}`;
  const inMillions = Math.max(Math.abs(high), Math.abs(low)) >= 2 * MILLION;
  return inMillions ? `${sign}${short(size / MILLION)} M€` : `${sign}${short(size)} k€`;
}

/** @param {number} value */
function short(value) {
  return Number(value.toPrecision(6)).toLocaleString("en", { maximumFractionDigits: 3 });
}

/**
 * @param {number} value
 * @param {number} digits
 */
function grouped(value, digits) {
  return value.toLocaleString("en", { minimumFractionDigits: digits,
    maximumFractionDigits: digits });
}

/**
 * Return round numbers, evenly spaced, that hold a range between them.
 * @param {number} low
 * @param {number} high
 * @param {number} most how many steps at most
 */
export function ticks(low, high, most) {
  if (!Number.isFinite(low) || !Number.isFinite(high)) return [0, 1];
  if (low === high) [low, high] = [low - Math.abs(low || 1) / 2, high + Math.abs(high || 1) / 2];
  const rough = (high - low) / most;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 2.5, 5, 10].map((part) => part * power).find((size) => size >= rough)
    ?? 10 * power;
  const [first, last] = [Math.floor(low / step + 1e-9), Math.ceil(high / step - 1e-9)];
  return Array.from({ length: last - first + 1 }, (_, i) => Number(((first + i) * step)
    .toPrecision(12)));
}
