// @ts-check
/** Asking the server: the newest position wins, and what lies between is not run. */

/** @typedef {import("./types.js").Asked} Asked */
/** @typedef {import("./types.js").Answer} Answer */
/** @typedef {import("./types.js").Doubt} Doubt */
/** @typedef {import("./types.js").Trace} Trace */
/** @typedef {import("../charts.js").BarChart} BarChart */

const QUICK_WORLDS = 30;
const REST = 250; // milliseconds without a change after which all worlds are run

/** A question that could not be answered, with all that is wrong with it. */
export class Refused extends Error {
  /**
   * @param {string[]} problems
   * @param {any} [told] all that the server said
   */
  constructor(problems, told) {
    super(problems.join("\n"));
    this.problems = problems;
    this.told = told;
  }
}

/**
 * Ask the server.
 * @param {string} path
 * @param {unknown} body a file, or what goes as JSON
 * @param {AbortSignal} [signal]
 * @returns {Promise<Response>}
 */
export async function post(path, body, signal) {
  let answer;
  try {
    answer = await fetch(path, { method: "POST", signal,
      body: body instanceof Blob ? body : JSON.stringify(body),
      headers: { "Content-Type": body instanceof Blob ? "application/octet-stream"
        : "application/json" } });
  } catch (error) {
    if (signal?.aborted) throw error;
    throw new Refused(["The server does not answer. Is it still running? Start it with make app, "
      + "then change anything here."]);
  }
  if (answer.ok) return answer;
  const told = await answer.json().catch(() => null);
  throw new Refused(told?.problems ?? [`The server failed (${answer.status}); its window says why.`],
    told);
}

/**
 * Asks again and again, as levers move.
 */
export class Asker {
  /**
   * @param {() => Asked} asked what is asked now
   * @param {{answer: (answer: Answer, isFinal: boolean) => void,
   *   doubt: (doubt: Doubt) => void, walk: (walk: BarChart, isReverse: boolean) => void, trace: (trace: Trace) => void,
   *   refused: (problems: string[]) => void, wantsReverse: () => boolean,
   *   column: () => string}} show
   */
  constructor(asked, show) {
    this.asked = asked;
    this.show = show;
    this.isQuick = false;
    this.isNewer = false;
    /** @type {AbortController|null} */
    this.thorough = null;
    /** @type {ReturnType<typeof setTimeout>|undefined} */
    this.rest = undefined;
  }

  /** Something was changed: show it as soon as can be, then in all worlds. */
  changed() {
    this.isNewer = true;
    this.thorough?.abort();
    clearTimeout(this.rest);
    if (!this.isQuick) void this.quick();
  }

  /** Ask in few worlds until nothing newer is there. */
  async quick() {
    this.isQuick = true;
    try {
      while (this.isNewer) {
        this.isNewer = false;
        const asked = this.asked();
        const worlds = Math.min(QUICK_WORLDS, asked.worlds);
        const answer = await (await post("/api/answer", { ...asked, worlds })).json();
        this.show.answer(answer, false);
      }
      this.rest = setTimeout(() => void this.all(), REST);
    } catch (error) {
      this.fail(error);
    } finally {
      this.isQuick = false;
      if (this.isNewer) void this.quick();
    }
  }

  /** Ask in all worlds, then in all rule sets if that is wanted, then why. */
  async all() {
    this.thorough?.abort();
    const mine = new AbortController();
    this.thorough = mine;
    const asked = structuredClone(this.asked());
    try {
      const answer = await (await post("/api/answer", asked, mine.signal)).json();
      if (mine.signal.aborted) return;
      this.show.answer(answer, asked.doubt === "luck");
      if (asked.doubt !== "luck") {
        const doubt = await (await post("/api/doubt", asked, mine.signal)).json();
        if (mine.signal.aborted) return;
        this.show.doubt(doubt);
      }
      for (const isReverse of this.show.wantsReverse() ? [false, true] : [false]) {
        const walk = await post(`/api/walk?reverse=${isReverse}`, asked, mine.signal);
        const told = await walk.json();
        if (mine.signal.aborted) return;
        this.show.walk(told, isReverse);
      }
      const column = encodeURIComponent(this.show.column());
      const trace = await (await post(`/api/trace?column=${column}`, asked, mine.signal)).json();
      if (!mine.signal.aborted) this.show.trace(trace);
    } catch (error) {
      if (!mine.signal.aborted) this.fail(error);
    }
  }

  /** @param {unknown} error */
  fail(error) {
    if (!(error instanceof Refused)) throw error;
    this.show.refused(error.problems);
  }
}
