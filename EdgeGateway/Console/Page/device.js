// One card a device. A number stands there only while it is true: not offline, not silent, not at fault.
import { put } from "./dom.js";
import { say, time, number } from "./words.js";

const silentAfterMs = 5000;
export const errorWords = {
  over_capacity: "heavy", overload: "heavy", over_weight: "heavy", over_range: "heavy",
  under_zero: "below", below_zero: "below", negative: "below", under_range: "below", under_capacity: "below", underload: "below",
  needs_rezero: "zero", initial_zero_error: "zero", not_ready_cant_find_zero: "zero",
  fault: "fault", sensor_fault: "fault", ram_error: "fault", rom_error: "fault", eeprom_error: "fault", faulty_calibration: "fault",
  incomplete: "unreadable", invalid: "unreadable", bad_checksum: "unreadable", bad_bcc: "unreadable", transmission_error: "unreadable",
};
const cards = new Map();

export function showDevices(grid, devices, now) {
  const seen = new Set();
  for (const device of devices) {
    seen.add(device.id);
    if (!cards.has(device.id)) cards.set(device.id, make());
    const card = cards.get(device.id);
    if (grid.children[seen.size - 1] !== card.root) grid.insertBefore(card.root, grid.children[seen.size - 1] ?? null);
    fill(card, device, now);
  }
  for (const [id, card] of cards) if (!seen.has(id)) { card.root.remove(); cards.delete(id); }
}

export function forgetValues() {
  for (const card of cards.values()) {
    put(card.number, "—");
    put(card.unit, "");
    card.chips.replaceChildren();
    put(card.value, "value none", "className");
  }
}

function make() {
  const parts = {};
  const part = (name, tag, className = "", ...children) => {
    const node = document.createElement(tag);
    node.className = className;
    node.append(...children);
    return (parts[name] = node);
  };
  part("root", "article", "device",
    part("head", "header", "",
      part("titles", "div", "", part("name", "h3"), part("kind", "p")),
      part("badge", "p", "badge", part("dot", "i"), part("availability", "span"))),
    part("value", "div", "value",
      part("chips", "p", "chips"),
      part("line", "p", "number", part("number", "b"), part("unit", "span"))),
    part("why", "p", "why"),
    part("foot", "p", "seen", part("stableName", "code"), part("lastSeen", "span")));
  return parts;
}

function fill(card, device, now) {
  put(card.root, `device is-${device.availability}`, "className");
  put(card.name, device.name ?? device.id);
  put(card.kind, [device.role, say(`kind.${device.kind}`), device.driver].filter(Boolean).join(" · "));
  put(card.availability, say(`availability.${device.availability}`, { time: device.since ? time(device.since) : "—" }));
  put(card.why, device.availability === "online" ? "" : device.reason ?? "");
  put(card.why, !card.why.textContent, "hidden");
  put(card.stableName, device.stableName);
  const seen = device.lastSeen ? [say("seen", { time: time(device.lastSeen, true) })] : [];
  if (device.load && device.availability === "online") seen.push(say("counts", { n: number(device.load.counts) }));
  if (device.scan) seen.push(say("scan.counts", { reads: number(device.scan.reads), refused: number(device.scan.refused) }));
  put(card.lastSeen, seen.join(" · "));

  const shown = read(device, now);
  put(card.number, shown.number ?? "—");
  put(card.unit, shown.number ? shown.unit : "");
  put(card.value, `value ${shown.number ? "" : "none"} ${shown.moving ? "moving" : ""} ${shown.code ? "code" : ""}`, "className");
  const chips = shown.chips.map(([kind, text]) => `${kind}|${text}`).join("\n");
  if (card.chips.dataset.shown !== chips || !card.chips.children.length) {
    card.chips.dataset.shown = chips;
    card.chips.replaceChildren(...shown.chips.map(([kind, text]) => {
      const chip = document.createElement("span");
      chip.className = `chip ${kind}`;
      chip.textContent = text;
      return chip;
    }));
  }
}

// A scan is something that happened; it stays with its time until the next one.
function readScan({ scan, availability }) {
  if (availability !== "online") return { chips: [] };
  if (!scan) return { chips: [["", say("scan.none")]] };
  const chips = [scan.accepted ? ["good", say("scan.accepted")] : ["bad", say("scan.refused")]];
  if (scan.code) chips.push([scan.accepted ? "care" : "bad", say(`fault.${scan.code}`)]);
  if (scan.weight) chips.push(["", `${scan.item}: ${scan.weight} ${scan.unit}`]);
  if (scan.priceFen !== null) chips.push(["", `${scan.item}: ${(scan.priceFen / 100).toFixed(2)}`]);
  return { number: scan.sku ?? scan.text, unit: "", chips, code: true };
}

function readCamera({ camera, availability, lastSeen }, now) {
  if (availability !== "online" || !camera) return { chips: [] };
  if (lastSeen && now - new Date(lastSeen) > silentAfterMs) return { chips: [["care", say("state.silent", { time: time(lastSeen, true) })]] };
  const chips = [[camera.picture === "live" ? "good" : "bad", say(`camera.picture.${camera.picture}`)]];
  chips.push(["", say("camera.size", { width: camera.width, height: camera.height })]);
  return { number: camera.framesPerSecond, unit: say("camera.rate"), chips };
}

function read(device, now) {
  if (device.kind === "camera") return readCamera(device, now);
  if (device.kind === "printer") return { chips: device.availability === "online" ? [["", say("printing.seePage")]] : [] };
  if (device.kind === "scanner") return readScan(device);
  const value = device.weight ?? device.load;
  if (device.availability !== "online" || !value) return { chips: [] };
  if (device.lastSeen && now - new Date(device.lastSeen) > silentAfterMs) {
    return { chips: [["care", say("state.silent", { time: time(device.lastSeen, true) })]] };
  }
  const errors = value.errors.map(name => ["bad", say(`error.${errorWords[name] ?? "other"}`, { name })]);
  const moving = value.stable === false || (value.flags ?? []).some(flag => flag.includes("motion"));
  const chips = [...errors];
  if (moving) chips.push(["care", say("state.moving")]);
  const weight = errors.length ? null : device.weight ? value.weight : value.grams;
  if (weight == null) {
    if (!chips.length) chips.push(["", say("state.none")]);
    return { chips, moving };
  }
  if (!moving && value.stable === true) chips.push(["good", say("state.stable")]);
  if (device.weight && value.netGross !== "unknown") chips.push(["", say(value.netGross)]);
  return { number: weight.replace("-", "−"), unit: device.weight ? value.unit : "g", moving, chips };
}
