// Printing: what a person is asked, the printers, the jobs. What is shown is what the gateway has on its disk.
import { announce, at, put } from "./dom.js";
import { followStatus, stream } from "./live.js";
import { followPermission, mayChange } from "./permission.js";
import { showAsks, showJobs } from "./printing-jobs.js";
import { showPrinters } from "./printing-printers.js";
import { showTry } from "./printing-try.js";
import { send } from "./send.js";
import { open } from "./shell.js";
import { count, say, time } from "./words.js";

const printing = { state: null, may: false, trouble: "" };
let stale = false;
let turnStatus = () => {};
let turnPermission = () => {};

function show() {
  turnPermission();
  const { state } = printing;
  printing.may = mayChange() && !stale;
  put(at("trouble"), printing.trouble || (stale && state ? say("printing.offline") : ""));
  put(at("trouble"), !at("trouble").textContent, "hidden");
  put(at("notice"), state?.notice ?? "");
  put(at("notice"), !state?.notice, "hidden");
  put(at("loading"), state && state.printers.length ? "" : say(state ? "printing.none" : "printing.loading"));
  put(at("loading"), Boolean(state?.printers.length), "hidden");
  put(at("who-label"), say("printing.who"));
  for (const [id, key] of [["printers", "printing.printers"], ["queue", "printing.queue"], ["ended", "printing.ended"], ["try", "printing.try"]]) put(at(`${id}-title`), say(key));
  if (!state) return;
  const asks = state.jobs.filter(job => job.state === "unknown");
  const queue = state.jobs.filter(job => ["accepted", "sending", "sent"].includes(job.state));
  const ended = state.jobs.filter(job => ["printed", "not_printed"].includes(job.state));
  put(at("asks-title"), count("printing.asks", asks.length));
  for (const [id, hidden] of [["asks", !asks.length], ["printers", !state.printers.length], ["queue", !queue.length], ["ended", !ended.length], ["try", !state.printers.length]]) put(at(id), hidden, "hidden");
  showAsks(at("ask-cards"), asks, printing, act);
  showPrinters(at("printer-cards"), printing, act);
  showJobs(at("queue-jobs"), queue, printing, act);
  showJobs(at("ended-jobs"), ended, printing, act);
  showTry(at("try-form"), printing, act);
}

// Sends a request; what went wrong stands on top of the page, and is given back too.
async function act(path, body) {
  const answer = await send("POST", `/v1/printing/${path}`, body);
  printing.trouble = answer.ok ? "" : answer.errors.map(error => error.message || say("printing.noAnswer")).join(" ");
  show();
  return answer;
}

function hear(data) {
  const before = printing.state?.asking ?? 0;
  printing.state = JSON.parse(data);
  if (printing.state.asking > before) announce(count("printing.asks", printing.state.asking));
  show();
}

at("who").value = localStorage.getItem("counter") ?? "";
at("who").addEventListener("change", event => localStorage.setItem("counter", event.target.value.trim()));
await open("nav.printing", () => { turnStatus(); show(); });
turnPermission = followPermission(at("permission"), show);
turnStatus = followStatus((status, now) => {
  if (status) put(at("about"), say("about", { version: status.version, time: time(status.startedAt), epoch: status.outbox.epoch, seq: status.outbox.lastSeq }));
  if (stale !== now.stale) { stale = now.stale; show(); }
});
stream("/v1/printing/live", { printing: hear, beat() {} });
