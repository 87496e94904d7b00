// The list of ports: those that wait for somebody first, then those in use.
import { fill, make } from "./dom.js";
import { current, say } from "./words.js";

export const inOrder = ports => [...ports.filter(p => !p.owner), ...ports.filter(p => p.owner)];

export function showList(node, setup) {
  const { ports, devices, chosen, drivers } = setup;
  if (!ports) return;
  const key = chosen.port?.port;
  const groups = [["setup.group.new", ports.filter(p => !p.owner)], ["setup.group.used", ports.filter(p => p.owner)]];
  fill(node, [ports, devices, key, current(), drivers.length], () => groups.filter(([, of]) => of.length).map(([title, of]) => [
    make("h3", {}, say(title)),
    make("ul", {}, of.map(port => item(port, setup, key))),
  ]).flat());
}

function item(port, setup, key) {
  const badge = stateOf(port);
  return make("li", {}, make("a", { href: `#port=${encodeURIComponent(port.port)}`, className: "port", "aria-current": port.port === key ? "true" : undefined },
    make("span", { className: "text" },
      make("b", {}, titleOf(port, setup.devices)),
      make("span", { className: "what" }, whatOf(port, setup)),
      make("code", {}, shortOf(port.port))),
    make("span", { className: `chip ${badge.tone}` }, say(badge.key))));
}

// What people call it: the device's name where it has one, else what the thing itself says, else what it is.
export function titleOf(port, devices) {
  const device = devices.find(d => d.id === port.owner);
  if (device) return device.name ?? device.id;
  return port.model ?? (port.vendor ? `${say(`setup.kind.${port.kind}`)} ${port.vendor}:${port.product}` : say(`setup.kind.${port.kind}`));
}

function whatOf(port, setup) {
  const device = setup.devices.find(d => d.id === port.owner);
  const driver = device?.driver ?? port.detection?.protocol;
  return driver ? modelOf(driver, setup.drivers) : say(`setup.kind.${port.kind}`);
}

export const modelOf = (driver, drivers) => drivers.find(d => d.driver === driver)?.model ?? driver;

export const shortOf = path => path.replace(/^\/dev\/(serial\/)?/, "");

export function stateOf(port) {
  if (port.access !== "ok") return { key: `setup.access.${port.access}`, tone: port.access === "absent" && !port.owner ? "" : "bad" };
  if (port.owner) return { key: "setup.used", tone: "good" };
  if (port.kind === "printer") return { key: "setup.kind.printer", tone: "" };
  const state = port.detection?.state;
  const tone = { recognised: "good", ambiguous: "care", failed: "bad" }[state] ?? "";
  return { key: state ? `setup.state.${state}` : "setup.unseen", tone };
}
