/* The bot's text: a tree of a few known tags, built without ever reading HTML. */

import { el, say } from "./dom.js";

const TAGS = new Set(["b", "i", "u", "s", "code", "pre", "a", "blockquote"]);

export function rich(nodes) {
  return nodes.map(build);
}

function build(node) {
  if (typeof node === "string") return document.createTextNode(node);
  const children = rich(node.c);
  if (!TAGS.has(node.t)) return el("span", {}, ...children);
  if (node.t === "a") return link(node.h, children);
  return el(node.t, {}, ...children);
}

/** A link. Pages open beside the chat, so that nothing typed is lost. */
export function link(address, children, attributes = {}) {
  const url = new URL(address, location.href);
  const web = url.protocol === "http:" || url.protocol === "https:";
  if (!web && url.protocol !== "tel:" && url.protocol !== "mailto:") {
    return el("span", {}, ...children);
  }
  const fresh = web ? { target: "_blank", rel: "noopener noreferrer" } : {};
  const hint = web ? [el("span", { class: "unseen" }, ` (${say("newTab")})`)] : [];
  return el("a", { href: url.href, ...fresh, ...attributes }, ...children, ...hint);
}
