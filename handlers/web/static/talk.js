/* The log on the page: messages come, change and go; what waits is shown as waiting. */

import { Dock } from "./dock.js";
import { config, el, icon, memory, mine, page, say } from "./dom.js";
import { link, rich } from "./rich.js";

const NEAR = 80;
const PATIENCE = 12000;
const BY_HAND = 1500;
const PAPER = ["M6 3h8l4 4v14H6z", "M14 3v4h4M9 12h6M9 16h6"];
const OUT = ["M14 5h5v5M19 5l-8 8M17 14v5H5V7h5"];
const SPOT = ["M12 21s7-6.3 7-11.5A7 7 0 0 0 5 9.5C5 14.7 12 21 12 21Z", "M12 9.5h.01"];
const PERSON = config.quick.find((item) => item.look === "person")?.send ?? null;
const isPerson = (text) => PERSON !== null && text.includes(PERSON);

const day = new Intl.DateTimeFormat("zh-CN", { month: "long", day: "numeric", weekday: "short" });
const clock = new Intl.DateTimeFormat("zh-CN", { hour: "2-digit", minute: "2-digit", hour12: false });

export class Talk {
  /** @param {{press: (message: number, data: string) => void}} wishes  what the page asks of the rest */
  constructor(wishes) {
    this.wishes = wishes;
    this.log = page("log");
    this.dock = new Dock(this.log, isPerson);
    // A picture that comes late must not push the newest message out of sight.
    this.log.addEventListener("load", () => this.position(), { capture: true });
    this.messages = new Map();
    this.waiting = new Map();
    this.pressed = new Map();
    this.picked = new Map();
    this.day = null;
    this.live = false;
    this.unread = 0;
    this.title = document.title;
    this.seen = Number(memory.get(mine("seen")) ?? 0);
    this.missedFrom = this.seen;
    /* While following, the log keeps to its end, but never lets the first answer since the
       person's last word scroll out at the top: that answer is the anchor. */
    this.following = true;
    this.anchor = null;
    this.touched = 0;
    for (const gesture of ["wheel", "touchmove", "pointerdown", "keydown"]) {
      this.log.addEventListener(gesture, () => { this.touched = Date.now(); }, { passive: true });
    }
    this.log.addEventListener("scroll", () => {
      if (Date.now() - this.touched < BY_HAND) this.following = this.atEnd();
      this.settle();
    }, { passive: true });
    new ResizeObserver(() => this.position()).observe(this.log);
    document.addEventListener("visibilitychange", () => this.settle());
    page("down").addEventListener("click", () => this.toEnd({ focus: true }));
  }

  /* ---- what comes from the desk ---- */

  message(seq, message) {
    if (this.messages.has(message.id)) return;
    const waiting = message.client && this.waiting.get(message.client);
    if (message.client && !waiting && this.known(message.client)) return;
    if (!this.live && message.from === "bot" && this.missedFrom > 0 && seq > this.missedFrom) {
      this.markMissed();
    }
    const element = waiting ? this.adopt(waiting, message) : this.render(message);
    if (!waiting) this.place(element, message.at);
    this.messages.set(message.id, element);
    if (message.from === "me") this.spoke();
    else if (this.live) this.anchor ??= element;
    this.position();
    if (this.live && document.hidden && message.from === "bot") this.count(this.unread + 1);
    if (message.from === "bot") this.release(message.id);
    this.note(seq);
  }

  /** What waited has arrived. Words stay as they stand: read out once, they are not read again. */
  adopt(waiting, message) {
    this.waiting.delete(message.client);
    if (message.photo || message.voice || message.document) {
      const element = this.render(message);
      element.classList.toggle("again", waiting.classList.contains("again"));
      waiting.replaceWith(element);
      return element;
    }
    waiting.classList.remove("pending", "failed");
    waiting.dataset.id = message.id;
    waiting.querySelector(".meta").replaceWith(this.meta(message));
    return waiting;
  }

  edit(seq, message) {
    const old = this.messages.get(message.id);
    if (!old) return this.message(seq, message);
    const held = old.contains(document.activeElement) ? document.activeElement.dataset.data : null;
    const element = this.render(message);
    if (this.anchor === old || (!this.anchor && isNews(old, element))) this.anchor = element;
    if (old.classList.contains("again")) element.classList.add("again");
    old.replaceWith(element);
    this.messages.set(message.id, element);
    if (held !== null) this.keepFocus(element, held);
    this.position();
    this.note(seq);
  }

  remove(seq, message) {
    const old = this.messages.get(message.id);
    if (old?.contains(document.activeElement)) this.log.focus();
    old?.remove();
    this.messages.delete(message.id);
    this.note(seq);
  }

  /** The keyboard stays where it was: on the same button if there still is one. */
  keepFocus(element, data) {
    const same = [...element.querySelectorAll("button.choice")].find((b) => b.dataset.data === data);
    (same ?? element).focus({ preventScroll: true });
  }

  known(client) {
    return this.log.querySelector(`[data-client="${CSS.escape(client)}"]`) !== null;
  }

  /** History has been shown; from now on additions are read out. */
  ready() {
    this.live = true;
    this.missedFrom = Infinity;
    this.log.setAttribute("aria-busy", "false");
    this.log.setAttribute("aria-live", "polite");
    this.settle();
  }

  /** The line is gone: what comes first after it is what was missed. */
  away() {
    if (!this.live) return;
    this.live = false;
    this.missedFrom = this.last ?? 0;
  }

  markMissed() {
    this.missedFrom = Infinity;
    this.log.querySelector(".rule.missed")?.remove();
    const rule = el("p", { class: "rule missed" }, say("missed"));
    this.log.append(rule);
    this.anchor = rule;
  }

  note(seq) {
    this.last = Math.max(this.last ?? 0, seq);
    if (this.live) this.settle();
  }

  /** Remember what has really been looked at. */
  settle() {
    const end = this.atEnd();
    if (end) this.following = true;
    this.dock.update(end);
    if (document.hidden || !this.live || !this.last) return;
    this.count(0);
    if (this.last > this.seen) {
      this.seen = this.last;
      memory.set(mine("seen"), String(this.seen));
    }
  }

  count(unread) {
    this.unread = unread;
    document.title = unread ? `(${unread}) ${this.title}` : this.title;
  }

  /* ---- what waits to be sent ---- */

  /** Show something of ours before the desk has it. */
  pending(item, { again = false } = {}) {
    if (this.waiting.has(item.id) || this.known(item.id)) return;
    const element = this.render({
      client: item.id, from: "me", at: new Date(item.at).toISOString(),
      text: item.text ? [item.text] : [], location: item.location, preview: item.preview,
    });
    element.classList.add("pending");
    this.place(element, new Date(item.at).toISOString());
    this.waiting.set(item.id, element);
    this.status(item.id, say(again ? "queued" : "sending"));
    this.spoke();
  }

  status(id, text) {
    const meta = this.waiting.get(id)?.querySelector(".state");
    if (meta) meta.textContent = text;
  }

  progress(id, share) {
    const element = this.waiting.get(id);
    if (!element) return;
    let bar = element.querySelector("progress");
    if (!bar) {
      bar = el("progress", { max: "1", "aria-label": say("uploading") });
      element.querySelector(".bubble").append(bar);
    }
    bar.value = share;
  }

  /** The desk did not take it; ``retry`` where another try makes sense. */
  failed(id, { text = say("failed"), retry = null } = {}) {
    const element = this.waiting.get(id);
    if (!element) return;
    element.classList.replace("pending", "failed");
    element.querySelector("progress")?.remove();
    this.status(id, text);
    if (!retry) return void this.waiting.delete(id);
    const again = el("button", { type: "button", class: "again-button" }, say("again"));
    again.addEventListener("click", () => {
      element.classList.replace("failed", "pending");
      again.remove();
      this.status(id, say("sending"));
      retry();
    });
    element.querySelector(".meta").append(again);
  }

  /* ---- how it looks ---- */

  place(element, at) {
    const when = new Date(at);
    const key = when.toDateString();
    const previous = this.log.lastElementChild;
    if (key !== this.day) {
      this.day = key;
      this.log.append(el("p", { class: "rule" }, dayName(when)));
    } else if (previous?.dataset.from === element.dataset.from) element.classList.add("again");
    this.log.append(element);
  }

  render(message) {
    const mineToo = message.from === "me";
    const bubble = el("div", { class: "bubble" }, ...attachments(message));
    if (message.text.length) {
      const long = lengthOf(message.text) > 1500;
      const words = { class: long ? "words long" : "words", tabindex: long && "0" };
      bubble.append(el("div", words, ...rich(message.text)));
    }
    const body = el("div", { class: "body" }, bubble, this.choices(message), this.meta(message));
    const seal = mineToo ? null
      : el("span", { class: "seal", "aria-hidden": "true" }, document.querySelector(".seal").textContent);
    const who = el("span", { class: "unseen" }, `${say(mineToo ? "me" : "bot")}：`);
    bubble.prepend(who);
    return el("div", {
      class: `msg ${mineToo ? "me" : "bot"}`, tabindex: "-1",
      "data-from": message.from, "data-id": message.id, "data-client": message.client,
    }, seal, body);
  }

  meta(message) {
    const when = el("time", { datetime: message.at }, clock.format(new Date(message.at)));
    return el("p", { class: "meta" }, when, el("span", { class: "state" }));
  }

  choices(message) {
    if (!message.buttons) {
      const picked = this.picked.get(message.id);
      return picked ? el("p", { class: "picked" }, `${say("chosen")}：${picked}`) : null;
    }
    const group = el("div", { class: "choices", role: "group", "aria-label": say("choices") });
    for (const row of message.buttons) {
      group.append(el("div", { class: "row" }, ...row.map((button) => this.choice(message.id, button))));
    }
    return group;
  }

  choice(id, button) {
    if (button.url) return link(button.url, [button.text, icon(...OUT)], { class: "choice" });
    const element = el("button", {
      type: "button", class: isPerson(button.text) ? "choice person" : "choice", "data-data": button.data,
    }, button.text);
    element.addEventListener("click", () => this.press(id, button));
    const busy = this.pressed.get(id);
    if (busy) this.look(element, busy === button.data);
    return element;
  }

  /** A button was pressed: all of its message rest until the desk has answered. */
  press(id, { data, text }) {
    if (this.pressed.has(id)) return;
    this.pressed.set(id, data);
    this.picked.set(id, text);
    this.spoke();
    this.eachChoice(id, (choice) => this.look(choice, choice.dataset.data === data));
    this.wishes.press(id, data);
    setTimeout(() => this.release(), PATIENCE);
  }

  look(choice, chosen) {
    choice.setAttribute("aria-disabled", "true");
    choice.classList.toggle("chosen", chosen);
    choice.classList.toggle("waiting", chosen);
  }

  /** The desk has answered (or said something new): buttons may be pressed again. */
  release(newest = Infinity) {
    for (const id of this.pressed.keys()) {
      if (id >= newest) continue;
      this.eachChoice(id, (choice) => {
        choice.removeAttribute("aria-disabled");
        choice.classList.remove("waiting");
      });
      this.pressed.delete(id);
    }
    this.dock.update(this.atEnd());
  }

  eachChoice(id, act) {
    this.messages.get(id)?.querySelectorAll("button.choice").forEach(act);
  }

  atEnd() {
    return this.log.scrollHeight - this.log.scrollTop - this.log.clientHeight < NEAR;
  }

  /** The person has said something: what comes now is the answer. */
  spoke() {
    this.anchor = null;
    this.following = true;
    this.position();
  }

  position() {
    if (this.following) {
      const end = this.log.scrollHeight - this.log.clientHeight;
      this.log.scrollTop = this.anchor ? Math.min(end, this.topOf(this.anchor) - 8) : end;
    }
    this.dock.update(this.atEnd());
  }

  topOf(element) {
    const { top } = element.getBoundingClientRect();
    return top - this.log.getBoundingClientRect().top + this.log.scrollTop;
  }

  toEnd({ focus = false } = {}) {
    this.anchor = null;
    this.following = true;
    this.position();
    if (focus) this.log.focus({ preventScroll: true });
  }
}

/** Whether a changed message says something else, not the same with a mark behind it. */
function isNews(old, fresh) {
  const [before, after] = [old, fresh].map((m) => m.querySelector(".words")?.textContent ?? "");
  return !after.startsWith(before);
}

function dayName(when) {
  const now = new Date();
  if (when.toDateString() === now.toDateString()) return say("today");
  now.setDate(now.getDate() - 1);
  return when.toDateString() === now.toDateString() ? say("yesterday") : day.format(when);
}

function lengthOf(nodes) {
  return nodes.reduce((sum, n) => sum + (typeof n === "string" ? n.length : lengthOf(n.c)), 0);
}

function attachments(message) {
  const found = [];
  if (message.preview) found.push(preview(message.preview));
  if (message.photo) found.push(picture(message.photo));
  if (message.voice) found.push(sound(message.voice));
  if (message.document) found.push(paper(message.document));
  if (message.location) found.push(spot(message.location));
  return found;
}

function preview(file) {
  if (!file.image) return paper({ name: file.name, size: file.size, url: null });
  return el("div", { class: "picture" }, el("img", { src: file.image, alt: file.name }));
}

function picture(photo) {
  const size = photo.width && photo.height ? { width: photo.width, height: photo.height } : {};
  const image = el("img", { src: photo.url, alt: say("picture"), loading: "lazy", ...size });
  return link(photo.url, [image],
    { class: "picture", "aria-label": say("open", { name: photo.name }) });
}

function sound(voice) {
  const length = voice.duration ? say("seconds", { n: voice.duration }) : "";
  return el("div", { class: "sound" },
    el("audio", { controls: true, preload: "none", src: voice.url, "aria-label": `${say("voice")} ${length}` }),
    el("span", {}, length));
}

function paper(file) {
  const inside = [icon(...PAPER), el("span", {}, el("b", {}, file.name), el("small", {}, bytes(file.size)))];
  if (!file.url) return el("div", { class: "paper" }, ...inside);
  return el("a", {
    class: "paper", href: file.url, download: file.name,
    "aria-label": `${say("download", { name: file.name })} ${bytes(file.size)}`,
  }, ...inside);
}

function spot(place) {
  const shown = { latitude: place.latitude.toFixed(5), longitude: place.longitude.toFixed(5) };
  return el("div", { class: "paper" }, icon(...SPOT),
    el("span", {}, el("strong", {}, say("mySpot")), el("br"), el("small", {}, say("spot", shown))));
}

function bytes(size) {
  if (size < 1024) return `${size} B`;
  return size < 1048576 ? `${Math.round(size / 1024)} KB` : `${(size / 1048576).toFixed(1)} MB`;
}
