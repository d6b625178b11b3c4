/* The socket: opened again whenever it breaks, each time saying how far we have read. */

import { config } from "./dom.js";

const FIRST = 600;
const LONGEST = 20000;
const QUIET = 25000;
const PATIENCE = 10000;

export class Line extends EventTarget {
  constructor() {
    super();
    this.socket = null;
    this.delay = FIRST;
    this.seq = 0;
    this.timer = 0;
    this.pulse = 0;
    addEventListener("online", () => this.hurry());
    addEventListener("offline", () => this.break());
    addEventListener("pageshow", (event) => { if (event.persisted) this.hurry(); });
    document.addEventListener("visibilitychange", () => { if (!document.hidden) this.check(); });
  }

  connect() {
    clearTimeout(this.timer);
    const address = new URL("/ws", location.href);
    address.protocol = location.protocol === "https:" ? "wss:" : "ws:";
    address.searchParams.set("since", this.seq);
    address.searchParams.set("room", config.room);
    const socket = new WebSocket(address);
    this.socket = socket;
    socket.onmessage = (event) => { if (socket === this.socket) this.hear(event.data); };
    socket.onclose = () => { if (socket === this.socket) this.lost(); };
    this.watch();
  }

  get standing() {
    return this.socket?.readyState === WebSocket.OPEN;
  }

  send(frame) {
    if (!this.standing) return false;
    this.socket.send(JSON.stringify(frame));
    return true;
  }

  hear(text) {
    const frame = JSON.parse(text);
    this.watch();
    if (frame.kind === "hello") this.delay = FIRST;
    if (frame.seq && frame.kind !== "ready") this.seq = Math.max(this.seq, frame.seq);
    this.dispatchEvent(new CustomEvent("frame", { detail: frame }));
  }

  lost() {
    clearTimeout(this.pulse);
    this.socket = null;
    this.dispatchEvent(new Event("lost"));
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.connect(), this.delay * (0.75 + Math.random() / 2));
    this.delay = Math.min(this.delay * 2, LONGEST);
  }

  /** Drop a line that is dead or suspected to be. */
  break() {
    const socket = this.socket;
    if (!socket) return;
    this.socket = null;
    socket.onclose = null;
    socket.close();
    this.lost();
  }

  hurry() {
    this.delay = FIRST;
    if (!this.socket) this.connect();
    else this.check();
  }

  /** After a silence: ask; no answer means that the line is dead, whatever it says itself. */
  watch() {
    clearTimeout(this.pulse);
    this.pulse = setTimeout(() => this.check(), QUIET);
  }

  check() {
    if (!this.socket) return;
    clearTimeout(this.pulse);
    this.send({ kind: "ping" });
    this.pulse = setTimeout(() => this.break(), PATIENCE);
  }
}
