// For the owner: who works here, whose phones are paired, a code to pair another, and taking a phone's right away.
import { announce, at, fill, make, put } from "./dom.js";
import { field, mistakes } from "./form.js";
import { followStatus } from "./live.js";
import { open } from "./shell.js";
import { followPermission, mayChange } from "./permission.js";
import { send } from "./send.js";
import { showCode } from "./phones-code.js";
import { count, current, say, time } from "./words.js";

let roll = null;
let stale = false;
let trouble = "";
let turnStatus = () => {};
let turnPermission = () => {};

function show() {
  const may = mayChange() && !stale;
  put(at("trouble"), trouble);
  put(at("trouble"), !trouble, "hidden");
  fill(at("roll"), [roll, may, mayChange(), current()], () => !roll
    ? [make("p", { className: "empty" }, say(mayChange() ? "phones.loading" : "phones.closed"))]
    : [roll.origins.length ? null : make("p", { className: "notice" }, say("phones.noSecure")),
      make("section", { className: "people" },
        make("h2", { className: "title" }, say("phones.people")),
        roll.people.length ? make("div", { className: "cards" }, inOrder(roll.people).map(person => card(person, may))) : make("p", { className: "empty" }, say("phones.nobody"))),
      addForm(may),
      roll.fingerprint ? trust() : null].filter(Boolean));
}

const inOrder = people => [...people.filter(one => one.active), ...people.filter(one => !one.active)];

function card(person, may) {
  const phones = roll.phones.filter(phone => phone.staff === person.id);
  return make("article", { className: `card person ${person.active ? "" : "is-gone"}` },
    make("div", { className: "titled" },
      make("h3", {}, person.name),
      make("span", { className: `chip ${person.onShiftSince ? "good" : ""}` }, say(!person.active ? "phones.gone" : person.onShiftSince ? "phones.onShift" : "phones.offShift"))),
    make("p", { className: "soft small" }, person.id, person.onShiftSince ? ` · ${say("staff.since", { time: time(person.onShiftSince) })}` : ""),
    phones.length ? make("ul", { className: "phones" }, phones.map(phone => make("li", {},
      make("span", { className: "names" }, make("strong", {}, phone.device), make("span", { className: "soft small" }, say("phones.seen", { time: time(phone.lastSeen) }))),
      make("button", { type: "button", className: "danger", disabled: !may, onclick: () => revoke(phone, person) }, say("phones.revoke")))))
      : make("p", { className: "soft" }, say("phones.none")),
    make("div", { className: "row wrap" },
      person.active ? make("button", { type: "button", className: "main", disabled: !may || !roll.origins.length || phones.length >= 5, onclick: () => showCode(at("pairing"), person, roll.origins, load) }, say("phones.pair")) : null,
      make("button", { type: "button", disabled: !may, onclick: () => change(person) }, say(person.active ? "phones.leaves" : "phones.returns"))));
}

function addForm(may) {
  const name = make("input", { id: "name", required: true, maxLength: 64, autocomplete: "off", disabled: !may });
  const form = make("form", { className: "card add-person", async onsubmit(event) {
    event.preventDefault();
    const answer = await send("POST", "/v1/staff/people", { name: name.value });
    if (!mistakes(form, answer.errors)) take(answer);
  } },
    make("h2", {}, say("phones.add")),
    make("p", { className: "notice bad", role: "alert", hidden: true }),
    field("name", say("phones.name"), name, say("phones.name.hint")),
    make("div", { className: "row" }, make("button", { type: "submit", className: "main", disabled: !may }, say("phones.add.do"))));
  return form;
}

function trust() {
  const picture = roll.authorityQr ? make("img", { className: "qr", alt: say("phones.trust.qr"), src: URL.createObjectURL(new Blob([roll.authorityQr], { type: "image/svg+xml" })) }) : null;
  return make("section", { className: "card trust" },
    make("h2", {}, say("phones.trust")),
    make("p", { className: "soft" }, say("phones.trust.why")),
    make("div", { className: "beside" }, picture, make("div", { className: "steps" },
      make("h3", {}, "iPhone"), make("p", { className: "small" }, say("staff.trust.ios")),
      make("h3", {}, "Android"), make("p", { className: "small" }, say("staff.trust.android")),
      make("div", { className: "row wrap" },
        make("a", { className: "button", href: "/staff/ca.mobileconfig" }, say("staff.trust.profile")),
        make("a", { className: "button", href: "/staff/ca.crt" }, say("staff.trust.certificate"))))),
    make("p", { className: "small" }, say("phones.trust.fingerprint")),
    make("pre", {}, make("code", {}, roll.fingerprint)));
}

async function revoke(phone, person) {
  if (!confirm(say("phones.revoke.sure", { device: phone.device, name: person.name }))) return;
  take(await send("DELETE", `/v1/staff/phones/${phone.id}`));
}

async function change(person) {
  if (person.active && !confirm(say("phones.leaves.sure", { name: person.name }))) return;
  take(await send("POST", `/v1/staff/people/${person.id}`, { active: !person.active }));
}

function take(answer) {
  if (answer.ok) roll = answer.body;
  trouble = answer.ok ? "" : answer.errors.map(error => error.message).join(" ") || say("setup.noAnswer");
  if (answer.ok) announce(count("phones.paired", roll.phones.length));
  show();
}

async function load() {
  if (!mayChange()) { roll = null; show(); return; }
  const answer = await send("GET", "/v1/staff/people");
  if (answer.ok || answer.status !== 403) take(answer);
}

await open("nav.phones", () => { turnStatus(); turnPermission(); show(); });
turnPermission = followPermission(at("permission"), load);
turnStatus = followStatus((status, state) => {
  if (stale !== state.stale) { stale = state.stale; show(); }
});
// Shifts and phones change elsewhere; nothing here is so urgent that it needs a stream of its own.
setInterval(() => { if (!document.hidden && !at("pairing").open && mayChange() && !at("name")?.value) load(); }, 5000);
