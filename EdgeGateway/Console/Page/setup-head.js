// What a port is: its name, where it is, and what keeps the gateway from it.
import { fill, make } from "./dom.js";
import { stateOf, titleOf } from "./setup-list.js";
import { current, say } from "./words.js";

export function showHead(node, setup, port, devices) {
  if (!port) {
    fill(node, ["network", current()], () => make("header", { className: "head" }, make("h2", { id: "detail-title" }, say("setup.network"))));
    return;
  }
  const badge = stateOf(port);
  fill(node, [port.port, port.path, port.links, port.access, port.accessReason, badge, devices, current()], () => [
    make("header", { className: "head" },
      make("h2", { id: "detail-title" }, titleOf(port, setup.devices)),
      make("span", { className: `chip ${badge.tone}` }, say(badge.key))),
    make("dl", { className: "facts" }, facts(port, devices)),
    port.access === "ok" ? null : access(port),
  ]);
}

function facts(port, devices) {
  const role = devices.find(d => d.id === port.owner)?.role;
  const usb = port.vendor ? `${port.vendor}:${port.product}${port.serial ? ` · ${port.serial}` : ""}` : null;
  return [
    ["setup.role", role],
    ["setup.port", port.port],
    ["setup.path", port.path === port.port ? null : port.path],
    ["setup.knownBy", port.knownBy && port.kind !== "network" ? say(`setup.knownBy.${port.knownBy}`) : null],
    ["setup.model", port.model],
    ["setup.usb", usb],
    ["setup.links", port.links.filter(link => link !== port.port).join("\n") || null],
  ].filter(([, text]) => text).map(([key, text]) => make("div", {}, make("dt", {}, say(key)), make("dd", {}, text)));
}

function access(port) {
  const group = /group[s]? [“"']?([a-z][a-z0-9_-]*)/.exec(port.accessReason ?? "")?.[1];
  return make("div", { className: `notice ${port.access === "absent" ? "" : "bad"}`, role: "note" },
    make("p", {}, say(`setup.access.${port.access}.text`)),
    port.access === "denied" && group ? [make("p", {}, say("setup.access.group", { group })), make("pre", {}, make("code", {}, say("setup.access.command", { group })))] : null,
    port.accessReason ? make("p", { className: "small", lang: "en" }, port.accessReason) : null);
}
