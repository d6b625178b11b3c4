/* The page put together: the line below, the log above, and what a person can do between. */

import { composer } from "./composer.js";
import { config, el, memory, mine, note, page, say } from "./dom.js";
import { enclosures } from "./enclose.js";
import { Line } from "./line.js";
import { Outbox } from "./outbox.js";
import { Talk } from "./talk.js";

const LARGE = "fenliu.large";
const LARGE_CHANGED = mine("large-changed");
const GRACE = 2500;
const MANY = 4;

const line = new Line();
const outbox = new Outbox((item) => line.send(item), () => line.break());
const talk = new Talk({ press: (message, data) => outbox.add({ kind: "press", message, data }) });
let opened = false;
let tries = 0;
let away = false;
let banner = 0;

/* ---- saying something ---- */

function tell(item) {
  const kept = outbox.add(item);
  talk.pending(shown(kept), { again: !line.standing });
}

function shown(item) {
  const { id, at, text, latitude, longitude } = item;
  const location = item.kind === "location" ? { latitude, longitude } : null;
  return { id, at, text, location };
}

composer((text) => {
  open("more", "more-list", false);
  open("attach", "attachments", false);
  tell({ kind: "text", text });
});
enclosures(talk, tell);

/* ---- hearing something ---- */

const hears = {
  hello(frame) {
    const changed = memory.get(LARGE_CHANGED);
    if (changed !== null) sendLarge(changed === "1");
    else setLarge(frame.elder);
    offer(frame.roles);
  },
  ready(frame) {
    if (frame.seq < line.seq) return location.reload();
    opened = true;
    talk.ready();
    hideBanner();
    welcome();
    outbox.start();
    for (const item of outbox.items()) if (item.kind !== "press") talk.pending(shown(item), { again: true });
  },
  message(frame) {
    talk.message(frame.seq, frame.message);
    if (frame.message.from === "bot") typing(false);
  },
  edit(frame) {
    talk.edit(frame.seq, frame.message);
    talk.release();
    typing(false);
  },
  delete(frame) {
    talk.remove(frame.seq, frame.message);
  },
  ack(frame) {
    outbox.done(frame.id);
    talk.status(frame.id, say("sent"));
  },
  refused(frame) {
    if (!frame.id) return;
    outbox.done(frame.id);
    talk.failed(frame.id);
    talk.release();
    note(say("refused"));
  },
  slow(frame) {
    outbox.later(frame.wait);
    note(say("slow"), { calm: true });
  },
  expired() {
    talk.release();
    toast(say("expired"));
  },
  toast(frame) {
    talk.release();
    talk.note(frame.seq ?? 0);
    // To a page that is opened anew, what was said to an old press means nothing any more.
    if (frame.text && opened) toast(frame.text, frame.alert);
  },
  person(frame) {
    setLarge(frame.elder);
    offer(frame.roles);
  },
  typing() {
    typing(true);
  },
  pong() {},
};

line.addEventListener("frame", ({ detail }) => hears[detail.kind]?.(detail));
line.addEventListener("lost", () => {
  outbox.stop();
  talk.away();
  typing(false);
  tries += 1;
  if (!navigator.onLine) showBanner(say("offline"));
  else if (tries === MANY && !opened) explain();
  if (away) return;
  away = true;
  clearTimeout(banner);
  // A line that comes back at once needs no banner.
  banner = setTimeout(() => showBanner(say(navigator.onLine ? "waiting" : "offline")), GRACE);
});

/** The desk answers, but not to us: most likely the browser keeps no cookie. */
async function explain() {
  const answer = await fetch("/healthz").catch(() => null);
  if (answer?.ok && !opened) showBanner(say("noEntry"));
}

function showBanner(text) {
  const place = page("line");
  place.removeAttribute("data-good");
  place.textContent = text;
  place.hidden = false;
}

function hideBanner() {
  clearTimeout(banner);
  away = false;
  const place = page("line");
  if (!place.hidden) {
    place.textContent = say("back");
    place.setAttribute("data-good", "");
    banner = setTimeout(() => { place.hidden = true; }, 2500);
  }
}

let typingTimer = 0;
function typing(on) {
  const place = page("typing");
  clearTimeout(typingTimer);
  place.textContent = on ? say("typing") : "";
  place.hidden = !on;
  if (on) typingTimer = setTimeout(() => typing(false), 8000);
}

function toast(text, alert = false) {
  if (!alert) return note(text, { calm: true });
  page("alert-text").textContent = text;
  if (!page("alert").open) page("alert").showModal();
}

/* ---- the quick row ---- */

const quick = config.quick.map((item) => {
  const button = el("button", {
    type: "button", class: item.look === "person" ? "chip person" : "chip",
  }, item.text);
  button.addEventListener("click", () => {
    open("more", "more-list", false);
    tell({ kind: "text", text: item.send });
  });
  button.hidden = item.roles.length > 0;
  if (item.look === "more") page("more-list").append(button);
  else page("more").before(button);
  return { item, button };
});
page("more").hidden = false;

/** Show what this person's posts allow; the desk checks again, whatever is shown. */
function offer(roles) {
  for (const { item, button } of quick) {
    button.hidden = item.roles.length > 0 && !item.roles.some((role) => roles.includes(role));
  }
}

function open(button, panel, on = page(panel).hidden) {
  page(panel).hidden = !on;
  page(button).setAttribute("aria-expanded", String(on));
}
page("more").addEventListener("click", () => open("more", "more-list"));
page("attach").addEventListener("click", () => open("attach", "attachments"));

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const [button, panel] of [["more", "more-list"], ["attach", "attachments"]]) {
    if (page(panel).hidden) continue;
    open(button, panel, false);
    page(button).focus();
  }
  if (page("about").hasAttribute("data-open")) about(false);
});

/* ---- large type ---- */

function setLarge(on) {
  if (on) document.documentElement.dataset.size = "large";
  else delete document.documentElement.dataset.size;
  page("large").setAttribute("aria-pressed", String(on));
  memory.set(LARGE, on ? "1" : "0");
}

function sendLarge(on) {
  setLarge(on);
  if (line.send({ kind: "elder", on })) memory.remove(LARGE_CHANGED);
  else memory.set(LARGE_CHANGED, on ? "1" : "0");
}

page("large").addEventListener("click", () => {
  const on = page("large").getAttribute("aria-pressed") !== "true";
  sendLarge(on);
  note(say(on ? "largeOn" : "largeOff"), { calm: true });
});
setLarge(memory.get(LARGE) === "1");

/* ---- the side sheet ---- */

function about(on) {
  page("about").toggleAttribute("data-open", on);
  document.querySelector(".sheet").inert = on;
  page("about-open").setAttribute("aria-expanded", String(on));
  (on ? page("about-close") : page("about-open")).focus();
}
page("about-open").addEventListener("click", () => about(true));
page("about-close").addEventListener("click", () => about(false));
page("leave").addEventListener("submit", (event) => {
  if (!confirm(say("leaveSure"))) return event.preventDefault();
  memory.clear();
});

/* ---- the staff's welcome ---- */

function invitation() {
  const fragment = decodeURIComponent(location.hash.slice(1)).replace(/^invite=/, "");
  return config.invite || (/^[0-9A-Za-z-]{4,40}$/.test(fragment) ? fragment : "");
}

let welcomed = false;
function welcome() {
  if (config.room !== "office" || welcomed) return;
  welcomed = true;
  const code = invitation();
  if (location.search || location.hash) history.replaceState(null, "", location.pathname);
  if (!code && page("log").children.length) return;
  const card = el("section", { class: "invite" }, el("h2", {}, say(code ? "invite" : "welcome")));
  if (code) card.append(...joining(code, card));
  else card.append(el("p", {}, say("welcomeText")));
  page("log").append(card);
  talk.toEnd();
}

function joining(code, card) {
  const join = el("button", { type: "button", class: "send" }, say("join"));
  join.addEventListener("click", () => {
    card.remove();
    tell({ kind: "text", text: `/start ${code}` });
    page("words").focus();
  });
  return [el("p", {}, say("inviteCode")), el("code", {}, code), join];
}

line.connect();
