// Live events from the gateway, and the head of every page, which says at every moment whether what is shown is true now.
import { at, put } from "./dom.js";
import { say, time } from "./words.js";

const staleAfterMs = 12000;

// Follows a stream of events while the page is looked at: a browser has few connections to one gateway.
export function stream(path, events, broke = () => {}) {
  let source = null;
  let retry = 0;
  function open() {
    source = new EventSource(path);
    for (const [name, hear] of Object.entries(events)) source.addEventListener(name, event => hear(event.data));
    source.addEventListener("error", () => {
      broke();
      // The browser tries again by itself, except after an answer that was no stream.
      if (source?.readyState === EventSource.CLOSED) retry = setTimeout(open, 3000);
    });
  }
  function close() {
    clearTimeout(retry);
    source?.close();
    source = null;
  }
  function turn() {
    close();
    if (!document.hidden) open();
  }
  document.addEventListener("visibilitychange", turn);
  turn();
  return () => {
    document.removeEventListener("visibilitychange", turn);
    close();
  };
}

// The gateway's status. show(status, { stale, heardAt, now }) is called when something came and once a second; status is null until the first came.
export function followStatus(show) {
  let status = null;
  let heardAt = 0;
  let broken = false;
  let serverAhead = 0;
  function turn() {
    const stale = broken || Date.now() - heardAt > staleAfterMs;
    document.body.classList.toggle("stale", stale);
    put(at("live").lastElementChild, !stale ? say("live") : heardAt ? say("stale", { time: time(heardAt, true) }) : say("connectingPage"));
    if (status) {
      put(at("store"), status.store);
      put(at("gateway"), say("gateway", { name: status.gateway }));
    }
    show(status, { stale, heardAt, now: Date.now() + serverAhead });
  }
  function hear(now) {
    heardAt = Date.now();
    broken = false;
    serverAhead = new Date(now) - heardAt;
    turn();
  }
  stream("/v1/live", {
    status(data) { status = JSON.parse(data); hear(status.now); },
    beat: hear,
  }, () => { broken = true; turn(); });
  setInterval(turn, 1000);
  turn();
  return turn;
}
