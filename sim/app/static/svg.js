// @ts-check
/** Parts of a drawing: elements, text that fits, labels that do not touch; and drawings saved. */

export const INK = "#222222";
export const QUIET = "#5f5f5f";
export const GRID = "#e8e8e8";
export const FONT = "system-ui, 'Segoe UI', 'DejaVu Sans', sans-serif";
const SPACE = "http://www.w3.org/2000/svg";

/**
 * Return an element of a drawing.
 * @template {keyof SVGElementTagNameMap} K
 * @param {K} kind
 * @param {Record<string, string|number>} attributes
 * @returns {SVGElementTagNameMap[K]}
 */
export function svg(kind, attributes) {
  const made = document.createElementNS(SPACE, kind);
  for (const [name, value] of Object.entries(attributes)) {
    made.setAttribute(name, typeof value === "number" ? String(Math.round(value * 100) / 100)
      : value);
  }
  return made;
}

/**
 * Return how many letters fit into a width, or a little fewer.
 * @param {number} width in pixels
 * @param {number} size of the type
 */
export function letters(width, size) {
  return Math.floor(width / (0.55 * size));
}

/**
 * Return text in lines that fit, two at most; what is still too long is cut when it is written.
 * @param {string} text
 * @param {number} most letters in a line
 */
export function inLines(text, most) {
  const cut = text.lastIndexOf(" ", most);
  return text.length <= most || cut < 1 ? [text] : [text.slice(0, cut), text.slice(cut + 1)];
}

/**
 * Return text at a place, cut where it would be wider than `room`.
 * @param {string} text
 * @param {number} x
 * @param {number} y
 * @param {Record<string, string|number>} attributes
 * @param {number} [room] in pixels
 */
export function write(text, x, y, attributes, room = Infinity) {
  const made = svg("text", { x, y, ...attributes });
  const most = letters(room, Number(attributes["font-size"] ?? 12));
  made.textContent = text.length > most ? `${text.slice(0, Math.max(1, most - 1)).trimEnd()}…`
    : text;
  if (made.textContent !== text) {
    const whole = svg("title", {});
    whole.textContent = text;
    made.append(whole);
  }
  return made;
}

/**
 * Return places near those wanted, at least `gap` apart, from `low` to `high`, in the same order.
 * @param {number[]} wanted
 * @param {number} gap
 * @param {number} low
 * @param {number} high
 */
export function pushApart(wanted, gap, low, high) {
  const order = wanted.map((_, i) => i).sort((a, b) => wanted[a] - wanted[b]);
  const room = Math.min(gap, (high - low) / Math.max(wanted.length - 1, 1));
  const places = wanted.slice();
  let least = low;
  for (const i of order) {
    places[i] = Math.max(places[i], least);
    least = places[i] + room;
  }
  let most = high;
  for (const i of order.slice().reverse()) {
    places[i] = Math.min(places[i], most);
    most = places[i] - room;
  }
  return places;
}

/**
 * Return a drawing as a file's text.
 * @param {SVGSVGElement} drawn
 */
export function asText(drawn) {
  const copy = /** @type {SVGSVGElement} */ (drawn.cloneNode(true));
  copy.setAttribute("xmlns", SPACE);
  const paper = svg("rect", { width: "100%", height: "100%", fill: "#ffffff" });
  copy.prepend(paper);
  return new XMLSerializer().serializeToString(copy);
}

/**
 * Return a drawing as a PNG, twice as fine as on the page.
 * @param {SVGSVGElement} drawn
 * @returns {Promise<Blob>}
 */
export async function asPicture(drawn) {
  const address = URL.createObjectURL(new Blob([asText(drawn)], { type: "image/svg+xml" }));
  try {
    const image = new Image();
    image.src = address;
    await image.decode();
    const canvas = document.createElement("canvas");
    [canvas.width, canvas.height] = [2 * image.width, 2 * image.height];
    canvas.getContext("2d")?.drawImage(image, 0, 0, canvas.width, canvas.height);
    return await new Promise((done, fail) => canvas.toBlob(
      (made) => made ? done(made) : fail(new Error("no picture could be made")), "image/png"));
  } finally {
    URL.revokeObjectURL(address);
  }
}

/**
 * Let the person save something as a file.
 * @param {Blob} content
 * @param {string} name
 */
export function save(content, name) {
  const address = URL.createObjectURL(content);
  const link = document.createElement("a");
  [link.href, link.download] = [address, name];
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}
