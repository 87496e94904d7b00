// The staff phone: paired once, then the members who are here now, live, and what staff answer. Follows /v1/staff/live, also while it is not looked at.
import { announce, at, fill, make, put } from "./dom.js";
import { open } from "./shell.js";
import { send } from "./send.js";
import { showCards } from "./staff-cards.js";
import { showHints } from "./staff-hints.js";
import { showIdentify } from "./staff-identify.js";
import { showPairing } from "./staff-pair.js";
import { act, drain, waiting } from "./staff-queue.js";
import { alarm, awake, notify, showSound } from "./staff-alarm.js";
import { count, current, say, time } from "./words.js";

const staleAfterMs = 12000;
const staff = { self: null, view: null, known: [], heardAt: 0, broken: false, ahead: 0, redraw: show };
let source = null;
let retry = 0;
let told = new Map();

const stale = () => staff.broken || Date.now() - staff.heardAt > staleAfterMs;

function show() {
  const isStale = staff.self?.paired === true && stale();
  document.body.classList.toggle("stale", isStale);
  document.body.classList.toggle("unpaired", staff.self?.paired === false);
  put(at("live").lastElementChild, !staff.self ? say("connectingPage") : !staff.self.paired ? say("staff.unpaired")
    : !isStale ? say("live") : staff.heardAt ? say("stale", { time: time(staff.heardAt, true) }) : say("connectingPage"));
  put(at("store"), staff.self?.store || "​");
  put(at("gateway"), staff.self?.staff ? say("staff.phoneOf", { name: staff.view?.me?.name ?? staff.self.staff.name }) : say("staff.page"));
  put(at("trouble"), staff.self?.paired && isStale ? say(staff.view ? "staff.offline" : "staff.offline.never") : !staff.self && staff.broken ? say("staff.offline.never") : "");
  put(at("trouble"), !at("trouble").textContent, "hidden");
  showHints(at("hints"), staff.self);
  put(at("pair"), staff.self === null || staff.self.paired, "hidden");
  put(at("desk"), !staff.self?.paired, "hidden");
  if (staff.self && !staff.self.paired) showPairing(at("pair"), staff.self, paired);
  if (staff.self?.paired) showDesk(isStale);
}

function showDesk(isStale) {
  const me = staff.view?.me ?? staff.self.staff;
  const since = me?.onShiftSince;
  fill(at("shift"), [me, staff.view?.onShift, staff.view?.names, isStale, current()], () => [
    make("div", { className: "who" },
      make("strong", {}, say(since ? "staff.onShift" : "staff.offShift")),
      make("span", { className: "soft small" }, since ? say("staff.since", { time: time(since) }) : say("staff.offShift.hint")),
      make("span", { className: "soft small" }, staff.view ? others(me) : "")),
    make("button", { type: "button", className: since ? "" : "main", disabled: isStale, onclick: () => setShift(!since) }, say(since ? "staff.endShift" : "staff.beginShift"))]);
  showSound(at("sound-state"), Boolean(since));
  fill(at("self"), current(), () => make("button", { type: "button", className: "quiet", id: "leave", onclick() { if (confirm(say("staff.leave.sure"))) leave(); } }, say("staff.leave")));
  const queued = waiting();
  put(at("queue"), queued.length ? `${count("staff.queued", queued.length)} ${say("staff.queued.hint")}` : "");
  put(at("queue"), !queued.length, "hidden");
  showCards(at("cards"), staff, isStale, queued, answer);
  showIdentify(at("identify"), isStale);
}

function others(me) {
  const names = staff.view.onShift.filter(id => id !== me?.id).map(id => staff.view.names[id] ?? id);
  return names.length ? say("staff.colleagues", { names: names.join(say("staff.comma")) }) : say("staff.alone");
}

async function setShift(on) {
  const answer = await send("POST", "/v1/staff/shift", { on });
  if (answer.ok) take(answer.body);
  else announce(say("staff.failed"));
  awake(Boolean(staff.view?.me?.onShiftSince));
}

// Does something for a card; where the gateway is out of reach it waits, and the card says so.
async function answer(alert, what, body) {
  const done = await act(alert.id, what, body);
  if (done.state === "waits") staff.broken = true;
  show();
  if (done.state === "done") announce(say(`staff.did.${what}`));
  else if (done.state === "refused") announce(say(`staff.refused.${done.result}`, { name: staff.view?.names[done.by] ?? done.by ?? "" }));
  else announce(say("staff.waits"));
  return done;
}

async function leave() {
  await send("POST", "/v1/staff/unpair", {});
  await load();
}

// A card that is new to this phone, or comes to it because a colleague did not answer, sounds: for as long as it is this phone's turn.
function take(view) {
  staff.view = view;
  const now = Date.now();
  staff.ahead = new Date(view.now) - now;
  const mine = view.alerts.filter(one => one.state === "new" && view.me?.onShiftSince && (one.offeredTo === null || one.offeredTo === view.me.id));
  const fresh = mine.filter(one => told.get(one.id) !== one.offeredAt);
  told = new Map(view.alerts.map(one => [one.id, mine.includes(one) ? one.offeredAt : told.get(one.id)]));
  alarm(mine.length > 0, fresh.length > 0);
  if (fresh.length) {
    announce(say("staff.arrived", { name: fresh[0].name ?? say("staff.nameless") }));
    notify(say("staff.notice"), say("staff.notice.text"));
  }
  show();
}

function paired(self) {
  staff.self = self;
  history.replaceState(null, "", "/staff");
  follow();
  show();
}

function heard(now) {
  staff.heardAt = Date.now();
  staff.broken = false;
  staff.ahead = new Date(now) - staff.heardAt;
}

function follow() {
  clearTimeout(retry);
  source?.close();
  source = new EventSource("/v1/staff/live");
  source.addEventListener("staff", event => {
    const view = JSON.parse(event.data);
    heard(view.now);
    take(view);
    drain(show);
  });
  source.addEventListener("beat", event => { heard(event.data); show(); drain(show); });
  source.addEventListener("revoked", () => { source.close(); forget(); load(); });
  source.addEventListener("error", () => {
    staff.broken = true;
    alarm(false, false);
    show();
    // The browser tries again by itself, except after an answer that was no stream: this phone may have been revoked meanwhile.
    if (source.readyState === EventSource.CLOSED) retry = setTimeout(load, 3000);
  });
}

function forget() {
  Object.assign(staff, { view: null, heardAt: 0 });
  told = new Map();
  alarm(false, false);
}

async function load() {
  clearTimeout(retry);
  const answer = await send("GET", "/v1/staff/me");
  staff.broken = !answer.ok;
  if (answer.ok) {
    staff.self = answer.body;
    if (staff.self.paired) follow();
    else { source?.close(); forget(); }
  } else {
    retry = setTimeout(load, 3000);
  }
  show();
}

await open("staff.title", () => {
  at("manifest")?.setAttribute("href", current() === "en" ? "/staff.webmanifest" : `/staff-${current()}.webmanifest`);
  show();
});
setInterval(show, 1000);
document.addEventListener("visibilitychange", () => {
  if (document.hidden) return;
  awake(Boolean(staff.view?.me?.onShiftSince));
  if (staff.self?.paired && (staff.broken || stale())) load();
});
addEventListener("online", load);
addEventListener("hashchange", show);
staff.known = await fetch("/pages.json").then(there => there.json()).catch(() => []);
if ("serviceWorker" in navigator) {
  navigator.serviceWorker.register("/staff-worker.js", { scope: "/staff" }).catch(() => { if (staff.self) staff.self.untrusted = true; show(); });
}
await load();
