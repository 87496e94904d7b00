// The first page of a box: headquarters' address and the one-time code it shows, as text or as the picture says it.
import { announce, at, fill, make } from "./dom.js";
import { field, mistakes } from "./form.js";
import { open } from "./shell.js";
import { followPermission, mayChange } from "./permission.js";
import { send } from "./send.js";
import { current, say } from "./words.js";

let joined = false;
let turnPermission = () => {};

function show() {
  fill(at("join"), [joined, mayChange(), current()], () => joined ? [done()] : [form()]);
}

function done() {
  announce(say("join.done"));
  return make("section", { className: "card", role: "status" }, make("h2", {}, say("join.done")), make("p", { className: "soft" }, say("join.done.next")));
}

function form() {
  const off = !mayChange();
  const address = make("input", { id: "headquarters", required: true, maxLength: 200, autocomplete: "off", autocapitalize: "none", spellcheck: false, disabled: off });
  const code = make("input", { id: "code", required: true, maxLength: 1000, autocomplete: "off", autocapitalize: "characters", spellcheck: false, disabled: off, oninput: () => takePicture(code, address) });
  const press = make("button", { type: "submit", className: "main", disabled: off }, say("join.do"));
  const sheet = make("form", { className: "card", async onsubmit(event) {
    event.preventDefault();
    press.disabled = true;
    const answer = await send("POST", "/v1/join", { code: code.value, headquarters: address.value });
    press.disabled = false;
    if (mistakes(sheet, answer.errors)) return;
    joined = true;
    show();
    comeBack();
  } },
    make("h2", {}, say("join.title")),
    make("p", { className: "soft" }, say("join.lead")),
    make("p", { className: "notice bad", role: "alert", hidden: true }),
    field("code", say("join.code"), code, say("join.code.hint")),
    field("headquarters", say("join.headquarters"), address, say("join.headquarters.hint")),
    make("div", { className: "row" }, press));
  return sheet;
}

// A scanner types the whole picture into the field of the code: both are in it.
function takePicture(code, address) {
  if (!code.value.trim().startsWith("{")) return;
  try {
    const picture = JSON.parse(code.value);
    if (typeof picture.code !== "string" || typeof picture.headquarters !== "string") return;
    code.value = picture.code;
    address.value = picture.headquarters;
  } catch { /* Not whole yet. */ }
}

// The gateway starts behind this page; its overview is at the same address.
function comeBack() {
  const look = setInterval(async () => {
    const answer = await fetch("/v1/status").catch(() => null);
    if (answer?.ok) { clearInterval(look); location.replace("/"); }
  }, 1000);
}

at("live").hidden = true; // There is no gateway yet whose word it would be.
await open("nav.join", () => { turnPermission(); show(); });
turnPermission = followPermission(at("permission"), show);
