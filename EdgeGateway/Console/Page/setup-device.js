// A device that has been set up: how it is, what it can be told, what goes over its line, and the ways to change, take along and remove it.
import { announce, at, fill, make, put } from "./dom.js";
import { forgetValues, showDevices } from "./device.js";
import { showFrames } from "./setup-frames.js";
import { editDevice } from "./setup-form.js";
import { send } from "./send.js";
import { current, say, time } from "./words.js";

const withAmount = { preset_tare: "setup.amount.weight", unit_price: "setup.amount.price" };
let chosenId = null;
let outcomes = [];

export function showDevice(node, setup, devices, port) {
  const device = devices.find(d => d.id === chosenId) ?? devices[0] ?? null;
  if (device?.id !== chosenId) outcomes = [];
  chosenId = device?.id ?? null;
  const driver = setup.drivers.find(d => d.driver === device?.driver);
  const gone = port?.access === "absent" && port.kind !== "network";
  fill(node, device && [device, devices.map(d => d.id), driver, gone, current()], () => device ? [
    devices.length > 1 ? several(node, setup, devices, port) : null,
    make("div", { className: "devices one", id: "now" }),
    driver?.commands.length ? commands(device, driver) : null,
    make("section", { className: "card", id: "frames", "aria-labelledby": "frames-title" }),
    care(device, gone),
  ] : []);
  showFrames(at("frames"), device?.id ?? null);
  if (!device) return;
  const state = setup.status?.devices.find(d => d.id === device.id);
  if (setup.stale) forgetValues();
  else showDevices(at("now"), state ? [state] : [], setup.now);
  for (const button of node.querySelectorAll("[data-changes]")) put(button, !setup.may || button.dataset.busy === "1", "disabled");
}

function several(node, setup, devices, port) {
  const select = make("select", { id: "which", onchange() { chosenId = select.value; showDevice(node, setup, devices, port); at("which").focus(); } },
    devices.map(d => make("option", { value: d.id }, d.name ?? d.id)));
  select.value = chosenId;
  return make("label", { className: "field" }, make("span", {}, say("setup.which")), select);
}

function commands(device, driver) {
  return make("section", { className: "card", "aria-labelledby": "commands-title" },
    make("h3", { id: "commands-title" }, say("setup.try")),
    make("div", { className: "commands" }, driver.commands.map(command => withAmount[command] || command === "text" ? withValue(device, command) : plain(device, command))),
    make("ol", { className: "outcomes", id: "outcomes", role: "log", "aria-label": say("setup.outcomes") }, outcomes.map(outcome)));
}

function plain(device, command) {
  const button = make("button", { type: "button", "data-changes": true, onclick: () => tell(device, { command }, button) }, say(`setup.command.${command}`));
  return button;
}

function withValue(device, command) {
  const amount = withAmount[command];
  const id = `value-${command}`;
  const input = make("input", { id, required: true, inputMode: amount ? "decimal" : "text", maxLength: amount ? 12 : 128, placeholder: say(amount ?? "setup.amount.text"), "aria-describedby": `error-${command}` });
  const error = make("p", { className: "error", id: `error-${command}` });
  const button = make("button", { type: "submit", "data-changes": true }, say(`setup.command.${command}`));
  function submit(event) {
    event.preventDefault();
    const value = amount ? input.value.trim().replace(",", ".") : input.value;
    const fits = amount ? /^\d{1,7}(\.\d{1,4})?$/.test(value) : value.trim() !== "";
    error.textContent = fits ? "" : say(amount ? "setup.amount.wrong" : "setup.missing");
    if (fits) tell(device, amount ? { command, amount: value } : { command, text: value }, button);
    else input.focus();
  }
  return make("form", { className: "command", noValidate: true, onsubmit: submit },
    make("label", { htmlFor: id, className: "unseen" }, `${say(`setup.command.${command}`)}: ${say(amount ?? "setup.amount.text")}`), make("div", { className: "row" }, input, button), error);
}

async function tell(device, body, button) {
  button.dataset.busy = "1";
  button.disabled = true;
  const answer = await send("POST", `/v1/setup/devices/${encodeURIComponent(device.id)}/commands`, body);
  button.dataset.busy = "0";
  button.disabled = false;
  const done = answer.ok && answer.body.done;
  const reason = answer.ok ? answer.body.reason : answer.errors.map(e => e.message).join(" ") || say("setup.noAnswer");
  outcomes = [{ at: new Date().toISOString(), command: body.command, value: body.amount ?? body.text ?? "", done, reason }, ...outcomes].slice(0, 5);
  at("outcomes")?.replaceChildren(...outcomes.map(outcome));
}

function outcome({ at: when, command, value, done, reason }) {
  return make("li", { className: done ? "done" : "failed" },
    make("span", { className: `chip ${done ? "good" : "bad"}` }, say(done ? "setup.done" : "setup.notDone")),
    make("b", {}, `${say(`setup.command.${command}`)} ${value}`.trim()),
    reason ? make("span", { lang: "en" }, reason) : null,
    make("span", { className: "soft small" }, time(when, true)));
}

function care(device, gone) {
  const name = device.name ?? device.id;
  const ask = make("dialog", { "aria-labelledby": "remove-title" },
    make("form", { method: "dialog" },
      make("h3", { id: "remove-title" }, say("setup.remove.sure", { name })),
      make("p", {}, say("setup.remove.text")),
      make("div", { className: "row" },
        make("button", { value: "no", className: "quiet", autofocus: true }, say("setup.cancel")),
        make("button", { value: "yes", className: "danger" }, say("setup.remove")))));
  const error = make("p", { className: "error", role: "alert" });
  ask.addEventListener("close", async () => {
    if (ask.returnValue !== "yes") return;
    const answer = await send("DELETE", `/v1/setup/devices/${encodeURIComponent(device.id)}`);
    if (answer.ok) { announce(say("setup.removed", { name })); at("detail").focus({ preventScroll: true }); }
    else error.textContent = answer.errors.map(e => e.message).join(" ") || say("setup.noAnswer");
  });
  async function replaced() {
    const { readOnly, ...asItIs } = device;
    const answer = await send("POST", "/v1/setup/devices", asItIs);
    error.textContent = answer.ok ? "" : answer.errors.map(e => e.message).join(" ") || say("setup.noAnswer");
    if (answer.ok) announce(say("setup.saved", { name }));
  }
  return make("section", { className: "card", "aria-labelledby": "care-title" },
    make("h3", { id: "care-title" }, say("setup.care")),
    gone ? [make("p", { className: "soft small" }, say("setup.replaced.text")),
      make("button", { type: "button", className: "quiet", "data-changes": true, onclick: replaced }, say("setup.replaced"))] : null,
    make("div", { className: "row wrap" },
      device.readOnly ? null : make("button", { type: "button", className: "quiet", "data-changes": true, onclick: () => editDevice(device.id) }, say("setup.change")),
      make("a", { className: "button quiet", href: `/v1/setup/devices/${encodeURIComponent(device.id)}/capture`, download: "" }, say("setup.capture")),
      device.readOnly ? null : make("button", { type: "button", className: "quiet danger", "data-changes": true, onclick: () => { ask.returnValue = ""; ask.showModal(); } }, say("setup.remove"))),
    make("p", { className: "soft small" }, say("setup.capture.text")),
    device.readOnly ? make("p", { className: "soft small" }, say("setup.readOnly")) : null,
    error, ask);
}
