// The store's own page: follows /v1/live and says at every moment whether what it shows is true now.
import { bytes, count, current, number, preferred, say, speak, time } from "./words.js";
import { forgetValues, put, showDevices } from "./device.js";

const staleAfterMs = 12000;
const at = id => document.getElementById(id);
let status = null;
let heardAt = 0;
let broken = false;
let serverAhead = 0;

function show() {
  const stale = broken || Date.now() - heardAt > staleAfterMs;
  document.body.classList.toggle("stale", stale);
  const live = !stale ? say("live") : heardAt ? say("stale", { time: time(heardAt, true) }) : say("connectingPage");
  put(at("live").lastElementChild, live);
  if (status) showStatus(stale);
}

function showStatus(stale) {
  const { outbox, uplink } = status;
  document.title = `${status.store} · ${status.gateway}`;
  put(at("store"), status.store);
  put(at("gateway"), say("gateway", { name: status.gateway }));
  put(document.querySelector("main"), false, "hidden");
  put(document.querySelector(".uplink"), `uplink ${stale ? "offline" : uplink.state}`, "className");
  put(at("uplink-title"), stale ? say("lost") : uplinkTitle(uplink));
  put(at("uplink-detail"), stale ? say("lost.detail", { time: time(heardAt, true) }) : uplinkDetail(uplink, outbox));
  put(at("uplink-reason"), stale || uplink.state === "online" ? "" : uplink.reason ?? "");
  put(at("depth"), number(outbox.depth));
  put(at("depth-unit"), count("depth", outbox.depth));
  put(at("fill"), say("fill", { used: bytes(outbox.bytes), cap: bytes(outbox.capacityBytes) }));
  put(at("oldest"), outbox.oldestTime ? say("oldest", { time: time(outbox.oldestTime) }) : "");
  const share = Math.min(1, outbox.bytes / outbox.capacityBytes);
  const bar = at("bar");
  bar.firstElementChild.style.width = `${share * 100}%`;
  put(bar, `bar ${outbox.refused ? "bad" : share > 0.8 ? "care" : ""}`, "className");
  bar.setAttribute("aria-label", say("outbox"));
  bar.setAttribute("aria-valuemax", outbox.capacityBytes);
  bar.setAttribute("aria-valuenow", outbox.bytes);
  bar.setAttribute("aria-valuetext", at("fill").textContent);
  notice(at("refused"), outbox.refused && say("refused", { reason: outbox.refused }));
  notice(at("dropped"), outbox.dropped > 0 && count("dropped", outbox.dropped));
  put(at("devices-title"), say("devices"));
  put(at("no-devices"), say("noDevices"));
  put(at("no-devices"), status.devices.length > 0, "hidden");
  if (stale) forgetValues();
  else showDevices(at("devices"), status.devices, Date.now() + serverAhead);
  put(at("about"), say("about", { version: status.version, time: time(status.startedAt), epoch: outbox.epoch, seq: number(outbox.lastSeq) }));
}

function uplinkTitle(uplink) {
  if (uplink.state !== "offline") return say(`uplink.${uplink.state}`);
  return uplink.since ? say("uplink.offline", { time: time(uplink.since) }) : say("uplink.offline.never");
}

function uplinkDetail(uplink, outbox) {
  if (uplink.state === "connecting") return say("uplink.connecting.detail");
  if (uplink.state === "offline") return say("uplink.offline.detail", { events: count("events", outbox.depth) });
  return uplink.lastCommittedAt ? say("uplink.online.confirmed", { time: time(uplink.lastCommittedAt, true) }) : say("uplink.online.waiting");
}

function notice(node, text) {
  put(node, text || "");
  put(node, !text, "hidden");
}

function hear(now) {
  heardAt = Date.now();
  broken = false;
  serverAhead = new Date(now) - heardAt;
}

function follow() {
  const live = new EventSource("/v1/live");
  live.addEventListener("status", event => {
    status = JSON.parse(event.data);
    hear(status.now);
    show();
  });
  live.addEventListener("beat", event => {
    hear(event.data);
    show();
  });
  live.addEventListener("error", () => {
    broken = true;
    show();
    // The browser tries again by itself, except after an answer that was no stream.
    if (live.readyState === EventSource.CLOSED) setTimeout(follow, 3000);
  });
}

function label() {
  put(at("language-label"), say("language"));
  put(at("theme-label"), say("theme"));
  for (const option of at("theme").options) put(option, say(`theme.${option.value}`));
  at("language").value = current();
}

const dark = matchMedia("(prefers-color-scheme: dark)");
function paint() {
  const wish = localStorage.getItem("theme") ?? "auto";
  document.documentElement.dataset.theme = wish === "auto" ? (dark.matches ? "dark" : "light") : wish;
  at("theme").value = wish;
}

at("theme").addEventListener("change", event => { localStorage.setItem("theme", event.target.value); paint(); });
at("language").addEventListener("change", async event => {
  localStorage.setItem("language", event.target.value);
  await speak(event.target.value);
  label();
  show();
});
dark.addEventListener("change", paint);
paint();
await speak(preferred());
label();
show();
follow();
setInterval(show, 1000);
