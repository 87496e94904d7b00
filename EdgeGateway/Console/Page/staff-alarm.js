// Sound, vibration, and a screen that stays on. A phone lets a page sound only after it was tapped, so the state of the sound is always shown.
import { fill, make } from "./dom.js";
import { current, say } from "./words.js";

const againMs = 5000;
let audio = null;
let ringing = false;
let again = 0;
let lock = null;
let redraw = () => {};

const wanted = () => localStorage.getItem("staff.sound") !== "off";
const sounding = () => wanted() && audio?.state === "running";

// Rings while it is this phone's turn; fresh rings at once.
export function alarm(on, fresh) {
  if (on && (fresh || !ringing)) ring();
  if (on && !ringing) again = setInterval(ring, againMs);
  if (!on) clearInterval(again);
  ringing = on;
}

function ring() {
  if (wanted()) navigator.vibrate?.([200, 100, 200]);
  if (!sounding()) return;
  for (const [pitch, start] of [[880, 0], [1175, 0.18], [1568, 0.36]]) {
    const tone = audio.createOscillator();
    const volume = audio.createGain();
    tone.frequency.value = pitch;
    const from = audio.currentTime + start;
    volume.gain.setValueAtTime(0.0001, from);
    volume.gain.exponentialRampToValueAtTime(0.3, from + 0.02);
    volume.gain.exponentialRampToValueAtTime(0.0001, from + 0.3);
    tone.connect(volume).connect(audio.destination);
    tone.start(from);
    tone.stop(from + 0.32);
  }
}

// Any tap is enough for the phone; it is taken wherever it comes.
async function unlock() {
  if (!wanted()) return;
  try {
    audio ??= new AudioContext();
    if (audio.state !== "running") await audio.resume();
  } catch {
    // No sound on this phone: the state says so.
  }
  redraw();
}
document.addEventListener("pointerup", unlock);
document.addEventListener("keydown", unlock);

async function turn() {
  const on = !sounding();
  localStorage.setItem("staff.sound", on ? "on" : "off");
  if (on) {
    await unlock();
    ring();
    if ("Notification" in window && Notification.permission === "default") await Notification.requestPermission().catch(() => {});
  }
  redraw();
}

export function showSound(node, onShift) {
  redraw = () => showSound(node, onShift);
  const on = sounding();
  fill(node, [on, wanted(), onShift, lock !== null, current()], () => [
    make("div", { className: `sound ${on ? "is-on" : "is-off"}` },
      make("span", { className: "mark", "aria-hidden": "true" }, on ? "♪" : "×"),
      make("div", { className: "who", role: "status" },
        make("strong", {}, say(on ? "staff.sound.on" : "staff.sound.off")),
        make("span", { className: "soft small" }, say(on ? onShift && lock ? "staff.sound.awake" : "staff.sound.hint" : wanted() ? "staff.sound.tap" : "staff.sound.silent"))),
      make("button", { type: "button", className: on ? "" : "main", id: "sound", onclick: turn }, say(on ? "staff.sound.stop" : "staff.sound.start")))]);
}

// While on shift the screen stays on, where the phone can: a phone that sleeps hears nothing.
export async function awake(on) {
  if (!on) {
    await lock?.release().catch(() => {});
    lock = null;
  } else if (lock === null && "wakeLock" in navigator && !document.hidden) {
    try {
      lock = await navigator.wakeLock.request("screen");
      lock.addEventListener("release", () => { lock = null; redraw(); });
    } catch {
      lock = null;
    }
  }
  redraw();
}

// For a page that is open but not looked at. It names nobody: it may stand on a locked screen.
export async function notify(title, body) {
  if (!document.hidden || !("Notification" in window) || Notification.permission !== "granted") return;
  const worker = await navigator.serviceWorker?.getRegistration("/staff");
  await worker?.showNotification(title, { body, tag: "arrival", renotify: true, icon: "/icon-192.png", vibrate: [200, 100, 200] });
}
