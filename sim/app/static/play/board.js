// @ts-check
/** The projector's page: where to join, then how the teams stand. Names of teams only. */

import { lineChart } from "../charts.js";
import { number } from "../numbers.js";
import { at, el, showProblems, table } from "./dom.js";
import { Line } from "./net.js";
import { ranked } from "./ranking.js";

const code = location.hash.slice(1).toUpperCase();

/** @param {any} board */
function draw(board) {
  const isLobby = board.rooms.every((/** @type {any} */ r) => r.phase === "lobby");
  at("join").hidden = !isLobby;
  at("address").textContent = board.address;
  at("code").textContent = board.code;
  const joined = board.rooms.flatMap((/** @type {any} */ r) => r.teams).reduce(
    (/** @type {number} */ sum, /** @type {any} */ t) => sum + t.count, 0);
  at("joined").textContent = !isLobby ? "" : joined ? `${joined} joined.` : "Nobody has joined yet.";
  at("rooms").replaceChildren(...(isLobby ? [] : board.rooms.map(roomPart)));
  at("ranking").replaceChildren(...(board.ranking ? [ranked(board.ranking)] : []));
}

/** @param {any} room */
function roomPart(room) {
  const where = room.phase === "over" ? "over" : room.phase === "lobby" ? "not begun"
    : `quarter ${room.quarter + 1} of ${room.quarters}, ${room.beat === "plan" ? "the plan" : "the last week"}`;
  const teams = room.teams.filter((/** @type {any} */ t) => t.played && t.revenue);
  const events = room.events.filter((/** @type {any} */ e) => e.quarter === room.quarter);
  const charts = room.charts.map((/** @type {any} */ chart) => {
    const place = el("div", { className: "card" });
    queueMicrotask(() => lineChart(place, chart, 240));
    return place;
  });
  const last = (/** @type {any[]} */ values, /** @type {any} */ unit) =>
    values?.length ? number(values[values.length - 1], unit) : "–";
  return el("section", {}, el("h2", {}, `Room ${room.number + 1}: ${where}${room.paused ? ", paused" : ""}`),
    ...events.map((/** @type {any} */ e) => el("p", { className: "problem" }, `${e.title}: ${e.about}`)),
    table(`Teams of room ${room.number + 1}`, ["Team", "Done", "Revenue", "Quota made", "Profit",
      ...(room.revealed ? ["Trust"] : [])], teams.map((/** @type {any} */ t) => [t.name,
      room.phase !== "play" ? "" : t.ready || t.computer ? "yes" : "not yet", last(t.revenue, "money"),
      last(t.attained, "share"), last(t.profit, "money"),
      ...(room.revealed ? [last(t.trust, "share")] : [])])),
    ...charts,
    ...(room.revealed ? teams.filter((/** @type {any} */ t) => t.circle).map((/** @type {any} */ t) =>
      table(`The circle of ${t.name}`, ["", "First", "Last", "Never asking"],
        t.circle.map((/** @type {any} */ c) => [c.name, c.first, c.last, c.never]))) : []));
}

if (/^[A-Z]{5}$/.test(code)) {
  at("qr").src = `/api/class/${code}/qr.svg`;
  new Line(code, () => ({ t: "watch" }), (message) => {
    if (message.t === "board") draw(message);
    else if (message.problems) showProblems(message.problems);
  }, (how, why) => {
    at("line").textContent = how === "lost" ? "The line is lost; it comes back by itself." : "";
    if (how === "gone") showProblems([`${why}.`]);
  });
} else {
  showProblems(["This page needs the code of a class in its address."]);
}
