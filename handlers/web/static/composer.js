/* Where a person writes: several lines, a limit told before sending, a draft that is kept. */

import { config, memory, mine, note, page, say } from "./dom.js";

const NEARLY = 500;
const words = page("words");
const count = page("count");
const touch = matchMedia("(pointer: coarse)");

/** Characters as the desk counts them: an emoji is one, not two. */
const lengthOf = (text) => [...text].length;

export function composer(send) {
  const draft = mine("draft");
  words.value = memory.get(draft) ?? "";
  grow();

  words.addEventListener("input", () => {
    memory.set(draft, words.value);
    grow();
  });
  words.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing || event.keyCode === 229) return;
    // On a phone Enter begins a new line: there is a button to send.
    if (touch.matches && !event.ctrlKey) return;
    event.preventDefault();
    submit();
  });
  page("composer").addEventListener("submit", (event) => {
    event.preventDefault();
    submit();
  });

  function submit() {
    const text = words.value.trim();
    if (!text) return words.focus();
    const now = lengthOf(text);
    if (now > config.longest) {
      note(say("tooLong", { most: config.longest, now }));
      return words.focus();
    }
    note("");
    words.value = "";
    memory.remove(draft);
    grow();
    send(text);
    words.focus();
  }
}

function grow() {
  if (!CSS.supports("field-sizing", "content")) {
    words.style.height = "auto";
    words.style.height = `${words.scrollHeight + 3}px`;
  }
  const left = config.longest - lengthOf(words.value.trim());
  count.toggleAttribute("data-over", left < 0);
  if (left >= NEARLY) count.textContent = "";
  else if (left >= 0) count.textContent = say("count", { left });
  else count.textContent = say("tooLong", { most: config.longest, now: config.longest - left });
}
