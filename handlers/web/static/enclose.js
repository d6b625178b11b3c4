/* Photos, papers, voice and place: chosen, checked for size, sent with the bar moving. */

import { config, newId, note, page, say } from "./dom.js";

const AGAIN = 5000;
const TRIES = 5;
const LONGEST_VOICE = 180;
const VOICES = ["audio/webm;codecs=opus", "audio/mp4", "audio/ogg;codecs=opus"];

/** @param {import("./talk.js").Talk} talk  @param {(item: object) => void} tell */
export function enclosures(talk, tell) {
  const send = (file, more) => upload(talk, file, more);
  picker("camera", send);
  picker("photo", send);
  picker("document", send);
  dropping(send);
  place(tell);
  voice(send);
}

function picker(name, send) {
  const input = page(`file-${name}`);
  page(`pick-${name}`).addEventListener("click", () => input.click());
  input.addEventListener("change", () => {
    for (const file of input.files) send(file, {});
    input.value = "";
    close();
  });
}

function dropping(send) {
  const sheet = document.querySelector(".sheet");
  sheet.addEventListener("dragover", (event) => {
    if (event.dataTransfer.types.includes("Files")) event.preventDefault();
  });
  sheet.addEventListener("drop", (event) => {
    if (!event.dataTransfer.files.length) return;
    event.preventDefault();
    for (const file of event.dataTransfer.files) send(file, {});
  });
  page("words").addEventListener("paste", (event) => {
    for (const file of event.clipboardData?.files ?? []) {
      event.preventDefault();
      send(file, {});
    }
  });
}

/** Close the row of attachments again. */
function close() {
  page("attachments").hidden = true;
  page("attach").setAttribute("aria-expanded", "false");
  page("words").focus({ preventScroll: true });
}

async function upload(talk, file, more) {
  if (file.size > config.largest) return note(say("tooLarge", { name: file.name }));
  if (!file.size) return note(say("emptyFile", { name: file.name }));
  const id = newId();
  const image = file.type.startsWith("image/") ? URL.createObjectURL(file) : null;
  talk.pending({ id, at: Date.now(), preview: { name: file.name, size: file.size, image } });
  const form = new FormData();
  form.set("id", id);
  const size = image ? await sizeOf(image) : {};
  for (const [name, value] of Object.entries({ ...size, ...more })) form.set(name, value);
  form.set("file", file, file.name);
  attempt(talk, { id, form, name: file.name, tries: 0 });
}

async function sizeOf(address) {
  try {
    const image = new Image();
    image.src = address;
    await image.decode();
    return { width: image.naturalWidth, height: image.naturalHeight };
  } catch {
    return {};
  }
}

/** The same id each time: what arrived but was not answered is not taken twice. */
function attempt(talk, job) {
  const request = new XMLHttpRequest();
  job.tries += 1;
  talk.status(job.id, say("uploading"));
  request.upload.onprogress = (event) => {
    if (event.lengthComputable) talk.progress(job.id, event.loaded / event.total);
  };
  const retry = () => { job.tries = 0; attempt(talk, job); };
  const again = () => {
    talk.status(job.id, say("queued"));
    if (job.tries >= TRIES) return talk.failed(job.id, { retry });
    setTimeout(() => attempt(talk, job), AGAIN);
  };
  request.onerror = again;
  request.onload = () => {
    if (request.status === 200) return talk.status(job.id, say("sent"));
    if (request.status === 429 || request.status >= 500) return again();
    const why = { 413: "tooLarge", 415: "wrongType" }[request.status];
    talk.failed(job.id, { text: why ? say(why, { name: job.name }) : say("refused") });
  };
  request.open("POST", "/upload");
  request.send(job.form);
}

/* ---- place ---- */

function place(tell) {
  const button = page("tell-location");
  button.hidden = !(isSecureContext && "geolocation" in navigator);
  button.addEventListener("click", () => {
    close();
    note(say("locating"), { calm: true });
    navigator.geolocation.getCurrentPosition(
      ({ coords: { latitude, longitude, accuracy } }) => {
        note("");
        tell({ kind: "location", latitude, longitude, accuracy });
      },
      (error) => note(say(error.code === error.PERMISSION_DENIED ? "denied" : "noLocation")),
      { enableHighAccuracy: true, timeout: 15000, maximumAge: 60000 },
    );
  });
}

/* ---- voice ---- */

function voice(send) {
  const button = page("record");
  const type = window.MediaRecorder && VOICES.find((each) => MediaRecorder.isTypeSupported(each));
  button.hidden = !(type && navigator.mediaDevices?.getUserMedia);
  button.addEventListener("click", async () => {
    close();
    try {
      const stream = await navigator.mediaDevices.getUserMedia({ audio: true });
      record(stream, type, send);
    } catch (error) {
      note(say(error.name === "NotAllowedError" ? "denied" : "noVoice"));
    }
  });
}

function record(stream, type, send) {
  const recorder = new MediaRecorder(stream, { mimeType: type, audioBitsPerSecond: 32000 });
  const pieces = [];
  const begun = Date.now();
  let kept = true;
  const seconds = () => Math.round((Date.now() - begun) / 1000);
  const tick = setInterval(() => {
    const now = seconds();
    page("recorded").textContent = `${Math.floor(now / 60)}:${String(now % 60).padStart(2, "0")}`;
    if (now >= LONGEST_VOICE) recorder.stop();
  }, 250);

  recorder.ondataavailable = (event) => pieces.push(event.data);
  recorder.onstop = () => {
    clearInterval(tick);
    stream.getTracks().forEach((track) => track.stop());
    showRecorder(false);
    if (!kept) return;
    const plain = type.split(";")[0];
    const file = new File(pieces, `voice.${plain.split("/")[1]}`, { type: plain });
    send(file, { kind: "voice", duration: seconds() });
  };
  page("record-stop").onclick = () => recorder.stop();
  page("record-cancel").onclick = () => { kept = false; recorder.stop(); };
  page("recorded").textContent = "0:00";
  showRecorder(true);
  recorder.start();
}

function showRecorder(on) {
  page("recorder").hidden = !on;
  page("composer").hidden = on;
  (on ? page("record-stop") : page("words")).focus();
}
