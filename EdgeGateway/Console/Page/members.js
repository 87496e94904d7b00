// Members and staff who may be recognised: consents, enrolment from photos taken on the spot, withdrawals, and who did what. Every look at this list is written down.
import { at, fill, make, put } from "./dom.js";
import { followStatus } from "./live.js";
import { showConsent } from "./members-consent.js";
import { showPhotos, stopPhotos } from "./members-photos.js";
import { askWithdrawal } from "./members-withdraw.js";
import { followPermission, mayChange } from "./permission.js";
import { send } from "./send.js";
import { open } from "./shell.js";
import { current, number, say, time } from "./words.js";

const page = { state: null, work: null, stale: false, may: false, trouble: "", log: null };
let turnStatus = () => {};
let turnPermission = () => {};

function show() {
  turnPermission();
  const { state } = page;
  // A staff phone may too, which the gateway's permission does not speak of: it was let in to read.
  page.may = state !== null && !page.stale;
  put(at("trouble"), page.trouble || (page.stale && state ? say("members.offline") : ""));
  put(at("trouble"), !at("trouble").textContent, "hidden");
  put(at("problem"), state?.problem ? say("members.problem", { why: state.problem }) : "");
  put(at("problem"), !state?.problem, "hidden");
  counter(state);
  put(at("loading"), state?.people.length || page.work ? "" : say(state ? "members.none" : page.trouble ? "members.hidden" : "members.loading"));
  put(at("loading"), !at("loading").textContent, "hidden");
  put(at("people"), !state, "hidden");
  put(at("people-title"), state ? say("members.title", { n: number(state.people.length) }) : "");
  put(at("new"), say("members.new"));
  put(at("new"), !page.may || page.work !== null, "disabled");
  put(at("work"), !page.work, "hidden");
  if (state && page.work?.step === "consent") showConsent(at("work"), page, act, go);
  if (state && page.work?.step === "photos") showPhotos(at("work"), page, act, go);
  if (page.work?.step !== "photos") stopPhotos();
  if (!page.work) fill(at("work"), null, () => []);
  if (state) fill(at("cards"), [state.people, state.pack, page.may, page.work, current()], () => state.people.map(card));
  put(at("log"), !mayChange(), "hidden");
  put(at("log-title"), say("members.log"));
  lines();
}

function counter(state) {
  const text = !state ? "" : state.faces >= state.warnAt ? say("members.filing", { n: number(state.faces), limit: number(state.filingLimit) })
    : state.mostReliable !== null && state.faces > state.mostReliable ? say("members.tooMany", { n: number(state.faces), most: number(state.mostReliable) }) : "";
  put(at("counter"), text);
  put(at("counter"), !text, "hidden");
}

function card(person) {
  const tone = { enrolled: "good", none: "care", other_pack: "care" }[person.face];
  const button = (key, click, kind) => make("button", { type: "button", className: kind, disabled: !page.may || page.work !== null, onclick: click }, say(key));
  return make("article", { className: "card person" },
    make("header", {}, make("div", {}, make("h3", {}, person.name ?? person.subject), make("p", {}, [person.name ? person.subject : null, say(person.isStaff ? "members.staff" : "members.member")].filter(Boolean).join(" · "))),
      make("span", { className: `chip ${tone}` }, say(`members.face.${person.face}`))),
    make("dl", { className: "facts" }, [["members.given", time(person.givenAt)], ["members.until", day(person.until)], ["members.text", `${person.textVersion} · ${person.language}`],
      ["members.otherStores", say(person.otherStores ? "members.yes" : "members.no")]].map(([key, text]) => make("div", {}, make("dt", {}, say(key)), make("dd", {}, text)))),
    person.isForeign ? make("p", { className: "soft small" }, say("members.foreign")) : null,
    make("div", { className: "row wrap" },
      page.state.pack ? button(person.face === "enrolled" ? "members.again" : "members.enrol", () => go({ step: "photos", subject: person.subject, isStaff: person.isStaff, name: person.name ?? "" }), person.face === "enrolled" ? "" : "main") : null,
      button("members.withdraw", () => askWithdrawal(page, person, act), "danger")));
}

const day = text => new Intl.DateTimeFormat(current(), { year: "numeric", month: "short", day: "numeric" }).format(new Date(text));

function lines() {
  fill(at("lines"), [page.log, current()], () => !page.log ? make("p", { className: "soft" }, say("members.loading"))
    : make("ol", { className: "lines" }, page.log.map(line => make("li", {},
      make("time", { dateTime: line.at }, time(line.at, true)), make("b", {}, say(`members.did.${line.what}`)), make("span", {}, line.subject || say("members.everybody")),
      make("span", { className: "soft" }, say("members.by", { who: line.who })), line.note ? make("small", { className: "soft" }, line.note) : null))));
}

// Another step of the work: a consent, then photos; null is the end of it.
function go(work) {
  page.work = work;
  page.trouble = "";
  show();
  if (work) at("work").scrollIntoView({ block: "start", behavior: "smooth" });
}

// Does something; what went wrong is given back, and stands on top of the page where no form takes it.
async function act(method, path, body, inForm) {
  const answer = await send(method, `/v1/members${path}`, body);
  if (answer.ok && answer.body?.people) page.state = answer.body;
  page.trouble = answer.ok || inForm ? "" : answer.errors.map(error => error.message || say("members.noAnswer")).join(" ");
  show();
  return answer;
}

async function read() {
  const answer = await send("GET", "/v1/members");
  page.state = answer.ok ? answer.body : null;
  page.trouble = answer.ok ? "" : say(answer.status === 403 ? "members.notYours" : "members.noAnswer");
  show();
}

async function readLog() {
  const answer = await send("GET", "/v1/members/audit?most=200");
  page.log = answer.ok ? answer.body.entries : [];
  show();
}

at("new").addEventListener("click", () => go({ step: "consent" }));
at("log").querySelector("details").addEventListener("toggle", event => { if (event.target.open) readLog(); });
page.read = read;
await open("nav.members", () => { turnStatus(); show(); });
turnPermission = followPermission(at("permission"), read);
turnStatus = followStatus((status, now) => {
  if (status) put(at("about"), say("about", { version: status.version, time: time(status.startedAt), epoch: status.outbox.epoch, seq: status.outbox.lastSeq }));
  if (page.stale !== now.stale) { page.stale = now.stale; show(); }
});
