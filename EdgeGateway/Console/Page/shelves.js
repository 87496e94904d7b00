// The shelves: plates as a picture, one of them in full, and the work at it. Follows /v1/shelves/live; "#plate=A1" is a plate.
import { announce, at, fill, make, put } from "./dom.js";
import { followStatus, stream } from "./live.js";
import { followPermission, mayChange } from "./permission.js";
import { send } from "./send.js";
import { open } from "./shell.js";
import { showBoard } from "./shelves-board.js";
import { showPlate } from "./shelves-plate.js";
import { eventWords, refusals } from "./shelves-words.js";
import { showWork } from "./shelves-work.js";
import { current, say, time } from "./words.js";

const standsEveryMs = 500;
let shelves = null;
let failed = false;
let stale = false;
let stands = null;
let asked = null;
let trouble = "";
let told = null;
let timer = 0;
let changes = 0;
let turnStatus = () => {};
let turnPermission = () => {};

const chosen = () => decodeURIComponent(/^#plate=(.*)$/.exec(location.hash)?.[1] ?? "");
const plate = () => shelves?.plates.find(one => one.plate === chosen()) ?? null;
const at1 = name => `/v1/shelves/plates/${encodeURIComponent(name)}/`;

function show() {
  turnPermission();
  put(at("trouble"), trouble || (stale && shelves ? say("shelves.offline") : ""));
  put(at("trouble"), !at("trouble").textContent, "hidden");
  showPlanogram();
  const empty = !shelves || shelves.plates.length === 0;
  put(at("none"), !empty, "hidden");
  put(at("shelves"), empty, "hidden");
  fill(at("none"), [shelves === null, failed, current()], () => shelves ? [say("shelves.none"), " ", make("a", { href: "/setup" }, say("shelves.setup"))] : [say(failed ? "shelves.failed" : "shelves.loading")]);
  if (empty) return;
  const one = plate();
  at("shelves").classList.toggle("chosen", one !== null);
  put(at("back"), say("shelves.back"));
  put(at("back"), one === null, "hidden");
  put(at("choose"), say("shelves.choose"));
  put(at("choose"), one !== null, "hidden");
  showBoard(at("rows"), shelves.plates, one?.plate);
  const may = mayChange() && !stale;
  const known = stands?.plate === one?.plate ? stands : null;
  showPlate(one, known, may, acts);
  showWork(one, known, asked, may, take);
}

function showPlanogram() {
  const planogram = shelves?.planogram;
  const errors = planogram?.errors ?? [];
  put(at("planogram"), !planogram || shelves.plates.length === 0, "hidden");
  put(at("planogram"), planogram?.source === "none" ? "notice" : "soft small", "className");
  put(at("planogram"), planogram ? say(`shelves.planogram.${planogram.source}`, { version: planogram.version ?? "", time: planogram.appliedAt ? time(planogram.appliedAt) : "—" }) : "");
  put(at("mistakes"), errors.length === 0, "hidden");
  fill(at("mistakes"), [errors, current()], () => [
    make("p", {}, say(planogram?.source === "none" ? "shelves.planogram.refused" : "shelves.planogram.errors")),
    make("ul", { lang: "en" }, errors.slice(0, 8).map(error => make("li", {}, `${error.path ? `${error.path}: ` : ""}${error.message}`)))]);
}

const acts = {
  calibrate() { asked = { kind: "calibration" }; show(); at("work").scrollIntoView({ block: "nearest" }); },
  weigh(item) { asked = { kind: "weighing", item }; show(); at("work").scrollIntoView({ block: "nearest" }); },
  async forget(item) {
    const answer = await take("DELETE", `items/${encodeURIComponent(item.sku)}/weight`);
    trouble = answer.ok ? "" : refusals(answer).map(error => error.message).join(" ");
    show();
  },
};

// Sends a request of the plate that is looked at, and takes in how its calibration stands then; without a method, what was begun is left.
async function take(method, path, body) {
  if (!method) { asked = null; show(); return null; }
  const name = chosen();
  changes++;
  const answer = await send(method, at1(name) + path, body);
  changes++;
  if (answer.ok && name === chosen()) {
    stands = answer.body;
    asked = null;
  }
  look(answer.ok);
  show();
  return answer;
}

// How the calibration stands: asked for when a plate is chosen, then again and again while somebody is at it.
async function look(known = false) {
  clearTimeout(timer);
  const name = chosen();
  if (!name) { stands = null; return; }
  if (!known && !document.hidden) {
    const before = changes;
    const answer = await send("GET", `${at1(name)}calibration`);
    if (name !== chosen()) return;
    // An answer that was on its way while something was changed is older than the change.
    if (answer.ok && before === changes) { stands = answer.body; show(); }
  }
  timer = setTimeout(look, stands?.session || stands?.weighing ? standsEveryMs : 5000);
}

function hear(data) {
  shelves = JSON.parse(data);
  failed = false;
  const event = plate()?.lastEvent;
  const key = event ? `${chosen()} ${event.at} ${event.kind} ${event.sku}` : null;
  if (key && told !== null && told !== key && told.split(" ")[0] === chosen()) announce(eventWords(event));
  told = key ?? `${chosen()} `;
  show();
}

addEventListener("hashchange", () => {
  [asked, stands, trouble] = [null, null, ""];
  show();
  look();
  if (plate() && matchMedia("(max-width: 60rem)").matches) { scrollTo(0, 0); at("detail").focus({ preventScroll: true }); }
});
await open("nav.shelves", () => { turnStatus(); show(); });
turnPermission = followPermission(at("permission"), show);
turnStatus = followStatus((status, now) => {
  if (status) put(at("about"), say("about", { version: status.version, time: time(status.startedAt), epoch: status.outbox.epoch, seq: status.outbox.lastSeq }));
  if (stale !== now.stale) { stale = now.stale; show(); }
});
stream("/v1/shelves/live", { shelves: hear, beat() {} }, () => { failed = true; show(); });
look();
