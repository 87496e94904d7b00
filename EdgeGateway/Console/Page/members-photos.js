// Photos on the spot: with a camera of the store after a countdown, or with the phone or computer in hand. The gateway looks at each and overwrites it.
import { followPicture, stopPicture } from "./camera-zone.js";
import { announce, fill, make, put } from "./dom.js";
import { mayChange } from "./permission.js";
import { token } from "./send.js";
import { current, say } from "./words.js";

const mostSide = 1600;
const tries = 12;
const pauseMs = 700;
let run = 0;
let isOpen = false;

export function showPhotos(node, page, act, go) {
  isOpen = true;
  fill(node, ["photos", page.work, page.state.cameras, current()], () => build(page, act, go));
}

export function stopPhotos() {
  if (!isOpen) return;
  isOpen = false;
  run++;
  stopPicture();
}

const wait = ms => new Promise(done => setTimeout(done, ms));

function build(page, act, go) {
  const { subject, isStaff, name } = page.work;
  const { cameras, fewestPhotos } = page.state;
  const path = `/${encodeURIComponent(subject)}`;
  const results = make("ol", { className: "results" });
  const meter = make("p", { className: "steady", role: "status" });
  const notice = make("p", { className: "notice bad", role: "alert", hidden: true });
  const known = page.state.people.find(one => one.subject === subject);
  let taken = known?.photos ?? 0;
  const camera = make("select", { id: "photo-camera", onchange: look }, cameras.map(id => make("option", { value: id }, id)));
  const picture = make("img", { className: "seen", alt: say("members.preview"), hidden: true });
  const nothing = make("p", { className: "nothing" }, say("camera.wait"));
  const file = make("input", { type: "file", id: "photo-file", accept: "image/*", capture: "user", multiple: true, className: "unseen", onchange: upload });
  const start = make("button", { type: "button", className: "main", onclick: countdown }, say("members.take"));
  const enrol = make("button", { type: "button", className: "main", onclick: () => finish(false) }, say("members.finish"));
  const again = make("button", { type: "button", onclick: startOver }, say("members.startOver"));

  function turn() {
    put(meter, say("members.taken", { n: taken, most: fewestPhotos }));
    meter.className = `steady ${taken >= fewestPhotos ? "good" : ""}`;
    put(enrol, taken < fewestPhotos, "disabled");
    put(again, taken === 0, "hidden");
  }
  function tell(text) { put(notice, text); put(notice, !text, "hidden"); }
  function hear(answer) {
    if (!answer.ok) { tell(answer.errors.map(error => error.message || say("members.noAnswer")).join(" ")); return false; }
    tell("");
    const { good, reason } = answer.body;
    taken = answer.body.taken;
    const text = good ? say("members.photo.good") : say(`members.photo.${reason}`);
    results.prepend(make("li", { className: good ? "good" : "bad" }, text));
    while (results.childElementCount > 6) results.lastElementChild.remove();
    announce(text);
    turn();
    return true;
  }
  function look() { if (mayChange()) followPicture(camera.value, picture, nothing); }
  async function countdown() {
    const mine = ++run;
    start.disabled = true;
    for (const n of [3, 2, 1]) {
      if (mine !== run) return;
      start.textContent = say("members.in", { n });
      announce(String(n));
      await wait(900);
    }
    start.textContent = say("members.taking");
    for (let i = 0; i < tries && mine === run && taken < fewestPhotos + 2; i++) {
      if (!hear(await act("POST", `${path}/photos/camera`, { camera: camera.value }, true))) break;
      await wait(pauseMs);
    }
    start.textContent = say(taken >= fewestPhotos ? "members.takeMore" : "members.take");
    start.disabled = false;
  }
  async function upload() {
    const mine = ++run;
    for (const one of file.files) {
      if (mine !== run) return;
      const jpeg = await shrink(one);
      hear(jpeg ? await post(`/v1/members${path}/photos`, jpeg) : { ok: true, body: { good: false, reason: "no_picture", taken } });
    }
    file.value = "";
  }
  async function startOver() {
    run++;
    const answer = await act("DELETE", `${path}/photos`, undefined, true);
    if (answer.ok) { taken = 0; results.replaceChildren(); turn(); }
  }
  async function finish(despiteLookAlike) {
    const answer = await act("POST", `${path}/enrol`, { who: localStorage.getItem("counter") || "console", name: isStaff ? name || null : null, despiteLookAlike }, true);
    if (answer.ok) {
      announce(say("members.enrolled", { subject }));
      go(null);
      page.read();
      return;
    }
    const alike = answer.errors.find(error => error.reason?.startsWith("look_alike "));
    if (alike) { confirmAlike(alike.reason.slice("look_alike ".length)); return; }
    tell(answer.errors.map(error => error.message || say("members.noAnswer")).join(" "));
  }
  function confirmAlike(other) {
    const dialog = make("dialog", {}, make("form", { method: "dialog" }, make("h2", {}, say("members.alike")),
      make("p", {}, say("members.alike.text", { subject, other: other === "somebody" ? say("members.somebody") : other })),
      make("div", { className: "row" }, make("button", { value: "no" }, say("members.cancel")), make("button", { value: "yes", className: "danger" }, say("members.alike.yes")))));
    dialog.addEventListener("close", () => { if (dialog.returnValue === "yes") finish(true); dialog.remove(); });
    document.body.append(dialog);
    dialog.showModal();
  }
  if (cameras.length) setTimeout(look, 0);
  turn();
  return [make("h2", {}, say("members.photos", { subject: name || subject })), make("p", { className: "soft small" }, say("members.photos.text", { n: fewestPhotos })), notice,
    make("div", { className: "two" },
      cameras.length ? make("div", { className: "from" },
        mayChange() ? make("div", { className: "frame" }, picture, nothing) : null,
        make("div", { className: "row wrap" }, cameras.length > 1 ? make("label", { className: "row" }, make("span", { className: "small" }, say("members.camera")), camera) : null, start)) : null,
      make("div", { className: "from" }, make("label", { className: "button", htmlFor: "photo-file" }, say("members.upload")), file, make("p", { className: "soft small" }, say("members.upload.text")), meter, results)),
    make("div", { className: "row wrap" }, enrol, again, make("button", { type: "button", onclick: async () => { await startOver(); go(null); } }, say("members.later")))];
}

// Upright and not larger than needed, so that it is quick on a shop's network; drawing it leaves its place and date behind.
async function shrink(file) {
  try {
    const photo = await createImageBitmap(file, { imageOrientation: "from-image" });
    const scale = Math.min(1, mostSide / Math.max(photo.width, photo.height));
    const canvas = make("canvas", { width: Math.round(photo.width * scale), height: Math.round(photo.height * scale) });
    canvas.getContext("2d").drawImage(photo, 0, 0, canvas.width, canvas.height);
    photo.close();
    return await new Promise(done => canvas.toBlob(done, "image/jpeg", 0.92));
  } catch {
    return null;
  }
}

async function post(path, body) {
  try {
    const answer = await fetch(path, { method: "POST", headers: { "Content-Type": "image/jpeg", ...(token() ? { Authorization: `Bearer ${token()}` } : {}) }, body });
    const read = await answer.json();
    return { ok: answer.ok, body: read, errors: read.errors ?? [] };
  } catch {
    return { ok: false, body: null, errors: [{ path: "", message: "" }] };
  }
}
