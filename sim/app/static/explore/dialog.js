// @ts-check
/** The one dialog of the page. */

import { at } from "./show.js";

/**
 * Show something, and return whether the person said yes.
 * @param {string} title
 * @param {Node[]} body
 * @param {string} yes word on the button; empty if there is nothing to say yes to
 * @param {boolean} [may] whether yes can be said as things stand
 * @returns {Promise<boolean>}
 */
export function ask(title, body, yes, may = true) {
  const dialog = /** @type {HTMLDialogElement} */ (at("asking"));
  at("asking-yes").textContent = yes;
  retell(title, body, yes !== "" && may);
  dialog.returnValue = "no";
  dialog.showModal();
  return new Promise((done) => {
    dialog.addEventListener("close", () => done(dialog.returnValue === "yes"), { once: true });
  });
}

/**
 * Show something else in the dialog that is open.
 * @param {string} title
 * @param {Node[]} body
 * @param {boolean} may whether yes can be said
 */
export function retell(title, body, may) {
  at("asking-name").textContent = title;
  at("asking-body").replaceChildren(...body);
  at("asking-yes").hidden = !may;
}
