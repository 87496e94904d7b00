// Names a device and says what it is: made from what the drivers know (/v1/setup/drivers). A mistake is shown at its field.
import { announce, at, fill, make } from "./dom.js";
import { field, list, mistakes } from "./form.js";
import { send } from "./send.js";
import { current, say, strings } from "./words.js";

const lines = ["9600-8N1", "9600-7E1", "9600-7O1", "9600-8E1", "4800-8N1", "4800-7E1", "2400-7E1", "19200-8N1", "38400-8N1", "57600-8N1", "115200-8N1"];
const kinds = ["scale", "scanner", "plate"];
let shown = null;
let editing = null;
let typed = null;

export function showForm(node, setup, port, devices) {
  shown = { node, setup, port, devices };
  const network = setup.chosen.network;
  const device = devices.find(d => d.id === editing) ?? null;
  const wanted = (network || port) && (device || (devices.length === 0 && port?.kind !== "printer"));
  const detected = device ? null : port?.detection;
  const place = JSON.stringify([port?.port, network, device?.id, setup.drivers.length, current()]);
  // A result that comes in while somebody is typing does not make the form anew.
  if (!wanted || typed !== place) {
    typed = null;
    fill(node, wanted ? [place, detected?.protocol, detected?.line] : null, () => wanted ? form(setup, port, device, { driver: device?.driver ?? detected?.protocol, line: device?.line ?? detected?.line }) : []);
    node.oninput = () => { typed = place; };
  }
  for (const button of node.querySelectorAll("[data-changes]")) button.disabled = !setup.may;
}

export function editDevice(id) {
  editing = id;
  if (!shown) return;
  showForm(shown.node, shown.setup, shown.port, shown.devices);
  (id ? at("field-name") : at("detail"))?.focus();
}

// Takes over one of several candidates.
export function fillForm({ protocol, line }) {
  const driver = at("field-driver");
  if (!driver) return;
  driver.value = protocol;
  driver.dispatchEvent(new Event("change"));
  if (line) at("field-line").value = line;
  at("field-name").focus();
}

function form(setup, port, device, given) {
  const drivers = setup.drivers.filter(d => fits(d, port));
  const settings = make("div", { className: "fields", id: "settings" });
  const driver = make("select", { id: "field-driver", name: "driver", required: true, onchange: () => ask(driver.value) },
    make("option", { value: "" }, say("setup.choose")),
    kinds.filter(kind => drivers.some(d => d.kind === kind)).map(kind => make("optgroup", { label: say(`kind.${kind}`) },
      drivers.filter(d => d.kind === kind).map(d => make("option", { value: d.driver }, d.model === d.driver ? d.model : `${d.model} (${d.driver})`)))));
  driver.value = drivers.some(d => d.driver === given.driver) ? given.driver : "";
  const id = make("input", { name: "id", id: "field-id", required: true, readOnly: device !== null, value: device?.id ?? "", pattern: "[a-z0-9][a-z0-9\\-]{0,63}", maxLength: 64, spellcheck: "false", autocapitalize: "none", autocomplete: "off" });
  let idTouched = device !== null;
  id.addEventListener("input", () => { idTouched = true; });
  function ask(name) {
    const of = drivers.find(d => d.driver === name);
    if (!idTouched && of) id.value = free(of.kind, setup.devices);
    settings.replaceChildren(...(of?.settings ?? []).map(s => setting(s, device?.driver === name ? device.profile[s.name] : undefined)));
  }
  ask(driver.value);
  const made = make("form", { className: "card", noValidate: true, autocomplete: "off", "aria-labelledby": "form-title", onsubmit: event => save(event, setup, port, device) },
    make("h3", { id: "form-title" }, say(device ? "setup.change" : "setup.form")),
    make("p", { className: "notice bad", id: "form-error", role: "alert", hidden: true }),
    make("div", { className: "fields" },
      field("name", say("setup.name"), make("input", { name: "name", id: "field-name", maxLength: 64, value: device?.name ?? "", placeholder: say("setup.name.example") })),
      field("role", say("setup.role"), make("input", { name: "role", id: "field-role", maxLength: 64, value: device?.role ?? "", list: "roles", placeholder: say("setup.role.example") }), say("setup.role.hint")),
      list("roles", ["counter", "self", "back", "receiving"].map(role => say(`setup.role.${role}`))),
      field("driver", say("setup.driver"), driver),
      field("line", say("setup.line"), make("input", { name: "line", id: "field-line", value: given.line ?? "", list: "lines", spellcheck: "false", placeholder: say("setup.line.example") }), say("setup.line.hint")),
      list("lines", lines),
      port ? null : field("port", say("setup.address"), make("input", { name: "port", id: "field-port", required: true, spellcheck: "false", autocapitalize: "none", placeholder: "tcp://192.168.1.50:4305" }), say("setup.address.hint")),
      field("id", say("setup.id"), id, say(device ? "setup.id.fixed" : "setup.id.hint"))),
    settings,
    make("div", { className: "row" },
      make("button", { type: "submit", className: "main", "data-changes": true, disabled: !setup.may }, say("setup.save")),
      device ? make("button", { type: "button", className: "quiet", onclick: () => editDevice(null) }, say("setup.cancel")) : null));
  return made;
}

function setting({ name, choices, required }, value) {
  const key = `setup.setting.${name}`;
  const label = strings(key) ? say(key) : name;
  const id = `field-profile.${name}`;
  const input = choices
    ? make("select", { id, name: `profile.${name}`, required }, make("option", { value: "" }, required ? say("setup.choose") : say("setup.usual")), choices.map(choice => make("option", { value: choice }, choice)))
    : make("input", { id, name: `profile.${name}`, required, spellcheck: "false", autocapitalize: "none", placeholder: required ? "" : say("setup.usual") });
  if (value !== undefined) input.value = value;
  return field(`profile.${name}`, label, input);
}

async function save(event, setup, port, device) {
  event.preventDefault();
  const node = event.target;
  const values = Object.fromEntries(new FormData(node));
  const errors = [...node.elements].filter(e => e.name && !e.checkValidity())
    .map(e => ({ path: e.name, message: say(e.validity.valueMissing ? "setup.missing" : "setup.id.wrong"), ours: true }));
  if (mistakes(node, errors)) return;
  const profile = Object.fromEntries(Object.entries(values).filter(([name, value]) => name.startsWith("profile.") && value !== "").map(([name, value]) => [name.slice(8), value]));
  const { id, name, role, driver, line } = values;
  const button = node.querySelector("[type=submit]");
  button.disabled = true;
  button.textContent = say("setup.saving");
  const answer = await send("POST", "/v1/setup/devices", { id, name: name || null, role: role || null, driver, port: port?.port ?? values.port, line: line || null, profile });
  button.disabled = !setup.may;
  button.textContent = say("setup.save");
  if (mistakes(node, answer.errors)) return;
  announce(say("setup.saved", { name: name || id }));
  editing = null;
  if (!port) location.hash = `port=${encodeURIComponent(values.port)}`;
  if (device && shown) showForm(shown.node, shown.setup, shown.port, shown.devices);
  at("detail").focus({ preventScroll: true });
}

const fits = (driver, port) => !port || port.kind === "serial" || port.kind === "network" || driver.kind === ({ input: "scanner", iio: "plate" }[port.kind] ?? "scale");

function free(kind, devices) {
  let n = 1;
  while (devices.some(d => d.id === `${kind}-${n}`)) n++;
  return `${kind}-${n}`;
}
