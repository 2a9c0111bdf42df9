// @ts-check
/** The result: teams by the distance to their own twin. */

import { number } from "../numbers.js";
import { table } from "./dom.js";

/** @param {any[]} ranking */
export function ranked(ranking) {
  const several = ranking.some((r) => r.seat_mean !== null);
  return table("Result: profit over that of the team's own twin", ["Team", ...(several ? ["Room",
    "Mean of this vendor in all rooms"] : []), "Ahead of the own twin"], ranking.map((r) => [r.name,
    ...(several ? [String(r.room + 1), r.seat_mean === null ? "–" : number(r.seat_mean, "money", true)]
      : []), number(r.par, "money", true)]));
}
