// @ts-check
/** Taking an answer along: link, files, and the command that gives the same numbers. */

import { save } from "../svg.js";
import { post, Refused } from "./ask.js";
import { ask } from "./dialog.js";
import { at } from "./show.js";

/** @typedef {import("./types.js").Asked} Asked */
/** @typedef {import("./types.js").Answer} Answer */

/**
 * @param {() => Asked} asked
 * @param {() => Answer|null} answer
 */
export function wireExport(asked, answer) {
  const menu = /** @type {HTMLDetailsElement} */ (at("export"));
  for (const button of menu.querySelectorAll("button[data-export]")) {
    button.addEventListener("click", () => void file(
      /** @type {HTMLButtonElement} */ (button), asked()));
  }
  menu.addEventListener("keydown", (event) => {
    if (event.key === "Escape") close(menu);
  });
  document.addEventListener("click", (event) => {
    if (menu.open && !menu.contains(/** @type {Node} */ (event.target))) menu.open = false;
  });
  at("share").addEventListener("click", () => void share(asked().portfolio !== ""));
  at("show-command").addEventListener("click", () => {
    const told = answer();
    close(menu);
    if (told) void showCommand(told.command);
  });
}

/** @param {HTMLDetailsElement} menu */
function close(menu) {
  menu.open = false;
  menu.querySelector("summary")?.focus();
}

/**
 * Fetch a file and save it; while it is made the button says so.
 * @param {HTMLButtonElement} button
 * @param {Asked} asked
 */
async function file(button, asked) {
  const name = button.dataset.export ?? "";
  const text = button.textContent ?? "";
  button.disabled = true;
  button.textContent = `${text}: being made …`;
  try {
    const made = await post(`/api/export/${name}`, asked);
    save(await made.blob(), name);
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    await ask("It could not be made", error.problems.map(paragraph), "");
  } finally {
    button.disabled = false;
    button.textContent = text;
  }
}

/** @param {boolean} hasFile whether a file is in use, which no link holds */
async function share(hasFile) {
  const field = document.createElement("input");
  [field.type, field.readOnly, field.value] = ["text", true, location.href];
  const label = document.createElement("label");
  label.append(hasFile ? "Everything chosen stands in the link, but without your file "
    : "Everything chosen here stands in the link ", field);
  const shown = ask("Share", [label], "Copy");
  field.select();
  if (await shown) {
    field.select();
    await navigator.clipboard?.writeText(field.value).catch(() => document.execCommand("copy"));
  }
}

/** @param {Answer["command"]} command */
async function showCommand({ line, file: path, text, before }) {
  const parts = before ? [paragraph(before)] : [];
  if (path) {
    parts.push(paragraph(`The pinned policy has levers of its own. Save it as ${path}:`),
      block(text), paragraph("Then:"));
  }
  await ask("The command that gives the same numbers", [...parts, block(line)], "");
}

/** @param {string} text */
function paragraph(text) {
  const made = document.createElement("p");
  made.textContent = text;
  return made;
}

/** @param {string} text */
function block(text) {
  const made = document.createElement("pre");
  made.tabIndex = 0; // it scrolls, so the keyboard must reach it
  made.textContent = text;
  return made;
}
