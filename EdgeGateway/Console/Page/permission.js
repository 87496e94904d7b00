// Whether things may be changed from here, and what to do where they may not.
import { announce, fill, make } from "./dom.js";
import { keepToken, send, token } from "./send.js";
import { current, say } from "./words.js";

let permission = null;
let asking = null;

export const mayChange = () => permission?.allowed === true;

// Keeps a notice in a node; changed() is called when the answer is another one.
export function followPermission(node, changed) {
  async function ask() {
    const answer = await send("GET", "/v1/permission");
    if (!answer.ok) return;
    const before = permission?.reason;
    permission = answer.body;
    show();
    if (before !== permission.reason) changed();
  }
  function show() {
    node.hidden = permission === null || permission.reason === "local";
    if (permission !== null) fill(node, [permission, current()], () => notice(ask));
  }
  if (!asking) document.addEventListener("refused", () => asking?.());
  asking = ask;
  ask();
  return show;
}

function notice(ask) {
  if (permission.allowed) {
    const forget = make("button", { type: "button", className: "quiet", onclick() { keepToken(""); ask(); } }, say("permission.forget"));
    return make("p", { className: "allowed" }, make("span", {}, say("permission.byToken")), forget);
  }
  const here = `localhost:${location.port || 80}`;
  return make("div", { className: "notice" },
    make("h2", {}, say("permission.title")),
    make("p", {}, say("permission.local", { here })),
    permission.reason === "local-only"
      ? [make("p", {}, say("permission.noToken")), make("pre", {}, make("code", {}, say("permission.makeToken")))]
      : [make("p", {}, say("permission.orToken")), tokenForm(ask)]);
}

function tokenForm(ask) {
  const field = make("input", {
    type: "password", id: "token", autocomplete: "current-password", required: true, minLength: 16, value: token(),
    "aria-describedby": "token-error",
  });
  const keep = make("input", { type: "checkbox", id: "token-keep" });
  const error = make("p", { className: "error", id: "token-error" }, permission.reason === "wrong-token" ? say("permission.wrong") : "");
  if (permission.reason === "wrong-token") field.setAttribute("aria-invalid", "true");
  async function submit(event) {
    event.preventDefault();
    keepToken(field.value.trim(), keep.checked);
    await ask();
    announce(say(mayChange() ? "permission.byToken" : "permission.wrong"));
  }
  return make("form", { className: "token", onsubmit: submit },
    make("label", { htmlFor: "token" }, say("permission.token")),
    make("div", { className: "row" }, field, make("button", { type: "submit", className: "main" }, say("permission.use"))),
    make("label", { className: "check" }, keep, make("span", {}, say("permission.keep"))),
    error);
}
