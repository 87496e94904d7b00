// Stocktake: sessions, and counting in one of them. Follows /v1/stocktake/live; what is shown is what the gateway has on its disk.
import { announce, at, put } from "./dom.js";
import { followStatus, stream } from "./live.js";
import { open } from "./shell.js";
import { followPermission, mayChange } from "./permission.js";
import { send } from "./send.js";
import { showSessions } from "./stocktake-list.js";
import { heard, showCounting } from "./stocktake-count.js";
import { say } from "./words.js";

const stocktake = { sessions: null, scanners: [], session: null, stale: false, may: false, trouble: "" };
let turnStatus = () => {};
let turnPermission = () => {};

// "#<id>" is a session; nothing is the list.
const chosen = () => stocktake.sessions?.find(session => session.id === location.hash.slice(1)) ?? null;

function show() {
  stocktake.may = mayChange() && !stocktake.stale;
  stocktake.session = chosen();
  put(at("trouble"), stocktake.trouble || (stocktake.stale && stocktake.sessions ? say("stocktake.offline") : ""));
  put(at("trouble"), !at("trouble").textContent, "hidden");
  if (stocktake.session) showCounting(at("stocktake"), stocktake, take);
  else showSessions(at("stocktake"), stocktake, take);
}

// Sends a request and takes in the session it answers; the answer is given back for its errors.
async function take(path, body) {
  const answer = await send("POST", `/v1/stocktake/sessions${path}`, body);
  const session = answer.body?.session;
  if (session) {
    const others = stocktake.sessions?.filter(one => one.id !== session.id) ?? [];
    const before = stocktake.sessions?.find(one => one.id === session.id);
    stocktake.sessions = before ? stocktake.sessions.map(one => one.id === session.id ? session : one) : [session, ...others];
    tell(before, session);
  }
  show();
  return answer;
}

function tell(before, session) {
  if (session.id === location.hash.slice(1) && session.last && session.last.number !== before?.last?.number) announce(heard(session.last));
}

function hear(data) {
  const state = JSON.parse(data);
  for (const session of state.sessions) tell(stocktake.sessions?.find(one => one.id === session.id), session);
  Object.assign(stocktake, state, { trouble: "" });
  show();
}

addEventListener("hashchange", () => { show(); scrollTo(0, 0); });
await open("nav.stocktake", () => { turnStatus(); turnPermission(); show(); });
turnPermission = followPermission(at("permission"), show);
turnStatus = followStatus((status, { stale }) => {
  if (stocktake.stale !== stale) { stocktake.stale = stale; show(); }
});
stream("/v1/stocktake/live", { stocktake: hear, beat() {} });
