/* Above the composer: the first choices of the newest message while they are out of sight,
   and the way down. It takes room of its own, so that it never lies on the words. */

import { el, page, say } from "./dom.js";

const FIRST = 2;
/* Of a long list of buttons no two are likelier than the rest. */
const MOST = 6;
/* How much of the choices must be seen: less to leave them alone than to take them back. */
const SEEN = 0.05;
const SEEN_AGAIN = 0.5;
/* Pixels of a message that must be seen, or its choices would stand under another one. */
const LINE = 24;

export class Dock {
  /** @param {HTMLElement} log  @param {(text: string) => boolean} isPerson  always in the quick row */
  constructor(log, isPerson) {
    this.log = log;
    this.isPerson = isPerson;
    this.group = null;
    this.down = page("down").querySelector("span").textContent;
  }

  /** Show what is out of sight now; ``end`` says whether the log stands at its end. */
  update(end) {
    const group = this.newest();
    const wanted = group && this.outOfSight(group) ? group : null;
    if (wanted !== this.group) this.fill(wanted);
    page("down").hidden = end;
    page("down").querySelector("span").textContent = this.isNews() ? say("new") : this.down;
    page("docked").hidden = !this.group;
    page("dock").hidden = end && !this.group;
    page("dock").classList.toggle("with-choices", this.group !== null);
  }

  /** Whether the last message lies wholly below what is seen. */
  isNews() {
    const last = this.log.lastElementChild;
    if (!last) return false;
    return last.getBoundingClientRect().top > this.log.getBoundingClientRect().bottom - LINE;
  }

  /** The choices of the last message, if that is in sight, they are few and none was pressed. */
  newest() {
    const group = this.log.lastElementChild?.querySelector(".choices");
    if (!group || this.isNews() || group.querySelector("[aria-disabled]")) return null;
    return group.querySelectorAll("button.choice").length <= MOST ? group : null;
  }

  outOfSight(group) {
    const [own, log] = [group.getBoundingClientRect(), this.log.getBoundingClientRect()];
    const seen = Math.min(own.bottom, log.bottom) - Math.max(own.top, log.top);
    return seen / own.height <= (group === this.group ? SEEN_AGAIN : SEEN);
  }

  fill(group) {
    const place = page("docked");
    if (place.contains(document.activeElement)) this.log.focus({ preventScroll: true });
    this.group = group;
    place.replaceChildren(...(group ? this.copies(group) : []));
  }

  copies(group) {
    const all = [...group.querySelectorAll("button.choice")];
    return all.filter((button) => !this.isPerson(button.textContent)).slice(0, FIRST).map((button) => {
      const copy = el("button", { type: "button", class: "choice" }, button.textContent);
      copy.addEventListener("click", () => button.click());
      return copy;
    });
  }
}
