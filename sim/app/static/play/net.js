// @ts-check
/** The line to the server: it comes back by itself, and whole states make up for what was missed. */

const LONGEST_WAIT = 8000;
const GONE = [4404, 4400, 4429];

/** A socket that reconnects until it is told that there is nothing to come back to. */
export class Line {
  /**
   * @param {string} code
   * @param {() => object} hello the first message
   * @param {(message: any) => void} hear
   * @param {(state: "open"|"lost"|"gone", why: string) => void} stand
   */
  constructor(code, hello, hear, stand) {
    [this.code, this.hello, this.hear, this.stand] = [code, hello, hear, stand];
    this.wait = 250;
    /** @type {WebSocket|null} */
    this.socket = null;
    this.isOver = false;
    this.connect();
  }

  connect() {
    const socket = new WebSocket(`ws://${location.host}/ws/${encodeURIComponent(this.code)}`);
    this.socket = socket;
    socket.onopen = () => {
      socket.send(JSON.stringify(this.hello()));
      this.wait = 250;
      this.stand("open", "");
    };
    socket.onmessage = (event) => this.hear(JSON.parse(event.data));
    socket.onclose = (event) => {
      if (this.isOver) return;
      if (GONE.includes(event.code)) {
        this.isOver = true;
        this.stand("gone", event.reason);
        return;
      }
      this.stand("lost", "");
      setTimeout(() => this.connect(), this.wait * (0.5 + Math.random()));
      this.wait = Math.min(2 * this.wait, LONGEST_WAIT);
    };
  }

  /** @param {object} message */
  say(message) {
    if (this.socket?.readyState === WebSocket.OPEN) {
      this.socket.send(JSON.stringify(message));
      return true;
    }
    return false;
  }

  close() {
    this.isOver = true;
    this.socket?.close();
  }
}

/**
 * Ask the server over HTTP.
 * @param {string} path
 * @param {object} [body]
 */
export async function ask(path, body) {
  const answer = await fetch(path, body === undefined ? {} : { method: "POST",
    headers: { "content-type": "application/json" }, body: JSON.stringify(body) });
  const told = await answer.json();
  if (!answer.ok) throw new Refused(told.problems ?? ["the server cannot do this"]);
  return told;
}

/** What the server refused. */
export class Refused extends Error {
  /** @param {string[]} problems */
  constructor(problems) {
    super(problems.join("; "));
    this.problems = problems;
  }
}
