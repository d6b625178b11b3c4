/* What was said and not acknowledged yet. Every item has its own key, so that two tabs never
   overwrite one another's; both may send it, and the desk takes it once. One item is under way
   at a time: order is kept, and an item leaves only when the desk says it is stored. */

import { memory, mine, newId } from "./dom.js";

const PATIENCE = 15000;

export class Outbox {
  /** @param {(item: object) => boolean} send  @param {() => void} stuck  no answer came */
  constructor(send, stuck) {
    this.send = send;
    this.stuck = stuck;
    this.prefix = mine("out.");
    this.open = false;
    this.flying = null;
    this.timer = 0;
  }

  /** Everything that waits, oldest first. */
  items() {
    return memory.keys(this.prefix).map((key) => JSON.parse(memory.get(key)));
  }

  /** Keep an item, and send it when its turn comes. */
  add(item) {
    const kept = { id: newId(), ...item, at: Date.now() };
    memory.set(this.key(kept), JSON.stringify(kept));
    this.next();
    return kept;
  }

  key(item) {
    return `${this.prefix}${String(item.at).padStart(15, "0")}-${item.id}`;
  }

  /** The line stands: send what waits. */
  start() {
    this.open = true;
    this.flying = null;
    this.next();
  }

  /** The line is gone: what was under way counts as not sent. */
  stop() {
    this.open = false;
    this.flying = null;
    clearTimeout(this.timer);
  }

  /** The desk has it, or will never take it. */
  done(id) {
    for (const key of memory.keys(this.prefix)) if (key.endsWith(id)) memory.remove(key);
    if (this.flying !== id) return;
    this.flying = null;
    clearTimeout(this.timer);
    this.next();
  }

  /** The desk asks to wait: the same item again, later. */
  later(seconds) {
    this.flying = null;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.next(), seconds * 1000 + 100);
  }

  next() {
    if (!this.open || this.flying) return;
    const [item] = this.items();
    if (!item || !this.send(item)) return;
    this.flying = item.id;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.stuck(), PATIENCE);
  }
}
