// @ts-check
/** The one dialog of the page. */

import { at } from "./show.js";

/**
 * Show something, and return whether the person said yes.
 * @param {string} title
 * @param {Node[]} body
 * @param {string} yes word on the button; empty if there is nothing to say yes to
 * @returns {Promise<boolean>}
 */
export function ask(title, body, yes) {
  const dialog = /** @type {HTMLDialogElement} */ (at("asking"));
  at("asking-name").textContent = title;
  at("asking-body").replaceChildren(...body);
  at("asking-yes").textContent = yes;
  at("asking-yes").hidden = yes === "";
  dialog.returnValue = "no";
  dialog.showModal();
  return new Promise((done) => {
    dialog.addEventListener("close", () => done(dialog.returnValue === "yes"), { once: true });
  });
}
