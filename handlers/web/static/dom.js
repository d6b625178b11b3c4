/* Small helpers: elements, texts, and a memory that may be missing. */

export const config = JSON.parse(document.getElementById("config").textContent);
export const page = (id) => document.getElementById(id);

/** A text of the page, with {names} filled in. */
export function say(name, values = {}) {
  return config.texts[name].replace(/\{(\w+)\}/g, (_, key) => String(values[key]));
}

/** An element. Attributes that are null or false are left out; children may be text. */
export function el(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children.filter((child) => child !== null && child !== undefined));
  return element;
}

/** A line drawing. */
export function icon(...paths) {
  const namespace = "http://www.w3.org/2000/svg";
  const svg = document.createElementNS(namespace, "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("aria-hidden", "true");
  for (const d of paths) {
    const path = document.createElementNS(namespace, "path");
    path.setAttribute("d", d);
    svg.append(path);
  }
  return svg;
}

/** A UUID; also where crypto.randomUUID is missing, as on plain http in an intranet. */
export function newId() {
  if (crypto.randomUUID) return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

/** What the browser keeps between visits; a plain object where it keeps nothing. */
export const memory = {
  fallback: new Map(),
  get(key) {
    try {
      return localStorage.getItem(key) ?? this.fallback.get(key) ?? null;
    } catch {
      return this.fallback.get(key) ?? null;
    }
  },
  set(key, value) {
    try {
      localStorage.setItem(key, value);
      this.fallback.delete(key);
    } catch {
      this.fallback.set(key, value);
    }
  },
  remove(key) {
    this.fallback.delete(key);
    try {
      localStorage.removeItem(key);
    } catch {
      /* It was never there. */
    }
  },
  keys(prefix) {
    const found = new Set(this.fallback.keys());
    try {
      for (let i = 0; i < localStorage.length; i += 1) found.add(localStorage.key(i));
    } catch {
      /* Only what is in the fallback. */
    }
    return [...found].filter((key) => key.startsWith(prefix)).sort();
  },
  clear() {
    for (const key of this.keys("fenliu.")) this.remove(key);
  },
};

/** The key of something that belongs to this visitor and to nobody after. */
export const mine = (name) => `fenliu.${config.visitor}.${name}`;

/** A sentence beside the composer, read out at once; gone after a while. */
let fading = 0;
export function note(text, { calm = false } = {}) {
  const place = page("note");
  clearTimeout(fading);
  place.toggleAttribute("data-calm", calm);
  place.textContent = text;
  place.hidden = !text;
  if (text) fading = setTimeout(() => { place.hidden = true; }, calm ? 6000 : 12000);
}
