// @ts-check
/** The facilitator's page. The key stands in the fragment, which no server sees. */

import { number } from "../numbers.js";
import { at, el, showProblems, table } from "./dom.js";
import { ask, Line } from "./net.js";
import { ranked } from "./ranking.js";

const [code, key] = location.hash.slice(1).split(".");
/** @type {Line} */
let line;
/** @type {any} */
let board = null;
let when = 0;

/** @param {object} message */
function order(message) {
  showProblems(line.say(message) ? [] : ["Not sent: the line is lost. Try again in a moment."]);
}

/** @param {any} message */
function hear(message) {
  if (message.t === "board") {
    [board, when] = [message, performance.now()];
    draw();
  } else if (message.t === "no" || message.t === "out") {
    showProblems(message.problems);
  }
}

function draw() {
  const rooms = board.rooms;
  const isOn = rooms.some((/** @type {any} */ r) => r.phase === "play");
  const isPaused = rooms.some((/** @type {any} */ r) => r.paused);
  const isLobby = rooms.some((/** @type {any} */ r) => r.phase === "lobby");
  const isShown = rooms.some((/** @type {any} */ r) => r.revealed);
  at("start").disabled = !isLobby;
  for (const id of ["next", "pause", "strike", "end"]) at(id).disabled = !isOn;
  at("extend").disabled = rooms.every((/** @type {any} */ r) => r.left === null);
  at("pause").textContent = isPaused ? "Go on after the pause" : "Pause";
  at("reveal").textContent = isShown ? "Hide trust" : "Reveal trust";
  at("address").textContent = board.address;
  const host = at("rooms");
  const focused = document.activeElement?.getAttribute("data-at");
  host.replaceChildren(...rooms.map(roomPart));
  if (focused) host.querySelector(`[data-at="${focused}"]`)?.focus();
  const ranking = at("ranking");
  ranking.replaceChildren();
  if (board.ranking) ranking.append(ranked(board.ranking));
}

/** @param {any} room */
function roomPart(room) {
  const where = room.phase === "play" ? `quarter ${room.quarter + 1} of ${room.quarters}, `
    + (room.beat === "plan" ? "the plan" : "the last week") : room.phase === "lobby" ? "not begun"
    : "over";
  const rows = room.teams.map((/** @type {any} */ team) => teamRow(room, team));
  return el("section", { className: "card", "aria-label": `Room ${room.number + 1}` },
    el("h2", {}, `Room ${room.number + 1}: ${where}${room.paused ? ", paused" : ""}`),
    el("p", { className: "quiet", "data-clock": String(room.number) }),
    room.events.length > 0 && el("p", {}, "Events: ", room.events.map((/** @type {any} */ e) =>
      `${e.title} in quarter ${e.quarter + 1}`).join(", ")),
    table(`Teams of room ${room.number + 1}`, ["Team", "Players", "Stands", "Last quarter", "Computer"],
      rows, true),
    room.phase === "play" && board.rooms.length > 1 && el("button", { type: "button",
      "data-at": `next-${room.number}`, onclick: () => order({ t: "next", room: room.number }) },
    `Room ${room.number + 1}: next beat now`));
}

/**
 * @param {any} room
 * @param {any} team
 */
function teamRow(room, team) {
  const [r, t] = [room.number, team.number];
  const name = el("button", { type: "button", className: "plain", "data-at": `name-${r}-${t}`,
    title: "Rename", onclick: () => {
      const given = prompt("Name of the team", team.name);
      if (given) order({ t: "rename", room: r, team: t, name: given });
    } }, team.name);
  const players = el("span", {}, ...team.players.flatMap((/** @type {any} */ p) => [
    el("button", { type: "button", className: "plain", "data-at": `kick-${r}-${p.number}`,
      title: `Send ${p.name} out`, onclick: () => {
        if (confirm(`Send ${p.name} out?`)) order({ t: "kick", room: r, player: p.number });
      } }, p.here ? p.name : `${p.name} (away)`), " "]));
  const last = team.attained?.length ? `${number(team.attained[team.attained.length - 1], "share")} of quota, `
    + `${team.asked[team.asked.length - 1]} asked` : "–";
  const stands = !team.played ? "follows the rivals" : team.computer ? "computer"
    : room.phase !== "play" ? "–" : team.ready ? "done" : team.players.length ? "thinks" : "nobody";
  const computer = el("input", { type: "checkbox", checked: team.computer, disabled: !team.played,
    "aria-label": `Hand ${team.name} to the computer`, "data-at": `hand-${r}-${t}`,
    onchange: (/** @type {any} */ e) => order({ t: "hand", room: r, team: t, on: e.target.checked }) });
  return [name, players, stands, last, computer];
}

setInterval(() => {
  for (const room of board?.rooms ?? []) {
    const place = document.querySelector(`[data-clock="${room.number}"]`);
    if (!place) continue;
    const left = room.left === null ? null
      : Math.max(0, Math.round(room.left - (room.paused ? 0 : performance.now() - when) / 1000));
    place.textContent = left === null ? "No clock." : `${Math.floor(left / 60)}:`
      + `${String(left % 60).padStart(2, "0")} left in this beat.`;
  }
}, 500);

/** @param {string} name */
async function download(name) {
  const answer = await fetch(`/api/class/${code}/${name}`,
    { headers: { authorization: `Bearer ${key}` } });
  if (!answer.ok) {
    showProblems((await answer.json()).problems);
    return;
  }
  const address = URL.createObjectURL(await answer.blob());
  const link = el("a", { href: address, download: `${code}-${name}` });
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}

async function begin() {
  if (!code || !key) {
    showProblems(["This page needs the whole address that you were given when you opened the class."]);
    return;
  }
  const known = await ask("/api/play/known");
  at("event").replaceChildren(...known.events.map((/** @type {any} */ e) =>
    el("option", { value: e.name, title: e.about }, e.title)));
  at("code").textContent = code;
  at("projector").href = `/play/board#${code}`;
  at("controls").hidden = false;
  at("start").onclick = () => order({ t: "start" });
  at("next").onclick = () => order({ t: "next" });
  at("pause").onclick = () => order({ t: "pause",
    on: !board.rooms.some((/** @type {any} */ r) => r.paused) });
  at("timer").onchange = () => order({ t: "timer", seconds: Number(at("timer").value) });
  at("extend").onclick = () => order({ t: "extend", seconds: 60 });
  at("strike").onclick = () => order({ t: "event", name: at("event").value });
  at("reveal").onclick = () => order({ t: "reveal",
    on: !board.rooms.some((/** @type {any} */ r) => r.revealed) });
  at("end").onclick = () => {
    if (confirm("End the game in all rooms now?")) order({ t: "end" });
  };
  at("forget").onclick = () => {
    if (confirm("Delete this class and all its logs? Nothing can be brought back.")) {
      order({ t: "forget" });
    }
  };
  at("sheet").onclick = () => download("quarters.xlsx");
  at("teams").onclick = () => download("teams.zip");
  at("logs").onclick = () => download("logs.zip");
  line = new Line(code, () => ({ t: "host", key }), hear, (how, why) => {
    at("line").textContent = how === "lost" ? "The line is lost; it comes back by itself." : "";
    if (how === "gone") showProblems([`${why}.`]);
  });
}

begin();
