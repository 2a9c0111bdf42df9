// @ts-check
/** The page of players: come in, play, look back. */

import { at, el, showProblems } from "./dom.js";
import { close } from "./close.js";
import { debrief, reason } from "./debrief.js";
import { ask, Line, Refused } from "./net.js";
import { plan } from "./plan.js";

/** @type {any} */
let known = null;
/** @type {any} */
let you = null;
/** @type {any} */
let state = null;
/** @type {Line|null} */
let line = null;
let shown = "";
let sent = 0;
/** @type {number|null} */
let ends = null;

const tokenOf = (/** @type {string} */ code) => localStorage.getItem(`play ${code}`);

/** @param {string} code */
function keep(code, /** @type {string} */ token) {
  localStorage.setItem(`play ${code}`, token);
}

/**
 * @param {string} code
 * @param {() => object} hello
 */
function enter(code, hello) {
  line?.close();
  showProblems([]);
  shown = "";
  line = new Line(code, hello, hear, (how, why) => {
    at("line").textContent = how === "lost" ? "The line is lost; it comes back by itself." : "";
    if (how === "gone") {
      if (why) showProblems([`${why}.`]);
      leave();
    }
  });
}

function leave() {
  at("entry").hidden = false;
  at("game").hidden = true;
  document.title = "Play · Alliances";
}

/** @param {any} message */
function hear(message) {
  if (message.t === "you") {
    you = message;
    keep(you.code, you.token);
    history.replaceState(null, "", `#${you.code}`);
    at("entry").hidden = true;
    at("game").hidden = false;
  } else if (message.t === "state" || (message.t === "standing" && state)) {
    state = { ...state, ...message };
    ends = state.left === null || state.paused ? null : performance.now() + 1000 * state.left;
    draw();
  } else if (message.t === "no") {
    showProblems(message.problems);
    if (message.problems.some((/** @type {string} */ p) => p.includes("not in this class")) && you) {
      localStorage.removeItem(`play ${you.code}`);
    }
  } else if (message.t === "out") {
    line?.close();
    localStorage.removeItem(`play ${you?.code}`);
    showProblems(message.problems);
    leave();
  } else if (message.t === "debrief") {
    const place = at("desk");
    place.replaceChildren(debrief(message.debrief, state, (quarter, account) =>
      line?.say({ t: "why", quarter, account, column: "trust" })));
    focusOn();
  } else if (message.t === "why") {
    at("why").replaceChildren(reason(message.why));
  }
}

function draw() {
  const team = state.teams[state.team];
  at("who").textContent = you.solo ? "" : `${team.name}: ${team.players.join(", ")}`;
  const view = state.view;
  const key = view === null ? "lobby" : state.phase === "over" ? "over" : `${view.quarter} ${view.beat}`;
  if (key !== shown) {
    shown = key;
    showProblems([]);
    sent = 0;
    const place = at("desk");
    if (key === "lobby") {
      place.replaceChildren(lobby());
    } else if (key === "over") {
      place.replaceChildren(el("h2", { id: "beat", tabIndex: -1 }, "The game is over"),
        el("p", { role: "status" }, "Your debrief is being worked out …"));
      line?.say({ t: "debrief" });
      focusOn();
    } else {
      const make = view.beat === "plan" ? plan : close;
      place.replaceChildren(make({ known, state, send }));
      focusOn();
    }
  } else if (key === "lobby") {
    at("desk").replaceChildren(lobby());
  }
  stand();
}

function focusOn() {
  const head = document.getElementById("beat");
  head?.focus({ preventScroll: true });
  scrollTo(0, 0);
}

/** Say what the team waits for. */
function stand() {
  const ready = state.teams[state.team].ready;
  const waits = state.teams.filter((/** @type {any} */ t) => t.played && !t.ready && !t.computer
    && t.players.length).map((/** @type {any} */ t) => t.name);
  const told = [];
  if (state.phase === "play" && state.view) {
    told.push(`Quarter ${state.view.quarter + 1} of ${state.quarters}.`);
    if (state.paused) told.push("The game is paused.");
    else if (ready) told.push(`Done. Waiting for ${waits.join(", ")}.`);
    if (sent && !ready) told.push("Sent.");
  }
  at("standing").textContent = told.join(" ");
  at("standing").parentElement.hidden = state.phase === "over";
  for (const button of at("desk").querySelectorAll("button[type=submit].main")) {
    if (state.paused) button.disabled = true;
    else if (state.phase === "play" && ready) button.textContent = "Send it again";
  }
}

function lobby() {
  const mine = state.team;
  if (state.phase !== "lobby") return el("p", {}, "The game has begun without your team.");
  return el("section", {},
    el("h2", { id: "beat", tabIndex: -1 }, "You are in"),
    el("p", {}, "The game begins when the facilitator says so. Read your brief; talk to your team."),
    el("ul", { className: "teams" }, ...state.teams.map((/** @type {any} */ team) =>
      el("li", {}, el("strong", {}, team.name), `: ${team.players.join(", ") || "nobody yet"} `,
        team.number !== mine && el("button", { type: "button",
          onclick: () => line?.say({ t: "team", team: team.number }) }, `Go to ${team.name}`)))));
}

/**
 * @param {object} move
 * @param {boolean} ready
 */
function send(move, ready) {
  sent += 1;
  const { quarter, beat } = state.view;
  const isSent = line?.say({ t: "move", id: sent, quarter, beat, move, ready });
  showProblems(isSent ? [] : ["Not sent: the line is lost. Try again in a moment."]);
}

setInterval(() => {
  const left = state?.paused ? state.left : ends === null ? null : Math.max(0, Math.round((ends - performance.now()) / 1000));
  at("clock").textContent = left === null ? "" :
    `${Math.floor(left / 60)}:${String(Math.round(left) % 60).padStart(2, "0")} left`;
}, 500);

/**
 * @param {string} id
 * @param {() => Promise<void>|void} act
 */
function onSubmit(id, act) {
  at(id).addEventListener("submit", async (/** @type {Event} */ event) => {
    event.preventDefault();
    showProblems([]);
    try {
      await act();
    } catch (error) {
      showProblems(error instanceof Refused ? error.problems : ["The server does not answer."]);
    }
  });
}

async function begin() {
  known = await ask("/api/play/known");
  for (const id of ["solo-scenario", "class-scenario"]) {
    at(id).replaceChildren(...known.scenarios.map((/** @type {any} */ s) =>
      el("option", { value: s.name }, s.title)));
    at(id).value = "base";
  }
  onSubmit("join", () => {
    const [code, name] = [at("code").value.trim().toUpperCase(), at("name").value.trim()];
    const token = tokenOf(code);
    enter(code, () => tokenOf(code) ? { t: "rejoin", token: tokenOf(code) } : { t: "join", name });
    if (token) at("line").textContent = "";
  });
  onSubmit("solo", async () => {
    const made = await ask("/api/class", { solo: true, quarters: Number(at("solo-quarters").value),
      scenario: at("solo-scenario").value });
    keep(made.code, made.token);
    enter(made.code, () => ({ t: "rejoin", token: made.token }));
  });
  onSubmit("class", async () => {
    const made = await ask("/api/class", { rooms: Number(at("class-rooms").value),
      teams: Number(at("class-teams").value), quarters: Number(at("class-quarters").value),
      scenario: at("class-scenario").value });
    location.assign(`/play/host#${made.code}.${made.key}`);
  });
  const code = location.hash.slice(1).toUpperCase();
  if (/^[A-Z]{5}$/.test(code)) {
    at("code").value = code;
    const token = tokenOf(code);
    if (token) enter(code, () => ({ t: "rejoin", token }));
    else at("name").focus();
  }
}

begin();
