// One decoded frame in words, and bytes as people read them.
import { make } from "./dom.js";
import { errorWords } from "./device.js";
import { say } from "./words.js";

export function frame(decoded) {
  if (decoded.data !== undefined) return make("span", { className: "decoded" }, make("b", {}, decoded.data));
  const chips = (decoded.error ?? []).map(name => chip("bad", say(`error.${errorWords[name] ?? "other"}`, { name }), name));
  if (decoded.stable === true) chips.push(chip("good", say("state.stable")));
  if (decoded.stable === false) chips.push(chip("care", say("state.moving")));
  if (decoded.net_gross) chips.push(chip("", say(decoded.net_gross)));
  const weight = decoded.weight === null || decoded.weight === undefined ? null
    : make("b", {}, `${decoded.weight.replace("-", "−")} ${decoded.unit ?? ""}`.trim());
  const flags = decoded.flags?.length ? make("span", { className: "small" }, decoded.flags.join(" · ")) : null;
  return make("span", { className: "decoded" }, weight, chips, flags);
}

function chip(tone, text, title) {
  return make("span", { className: `chip ${tone}`, title }, text);
}

// "02 31" and what of it can be read: control characters by name, the rest as dots.
const names = "NUL SOH STX ETX EOT ENQ ACK BEL BS HT LF VT FF CR SO SI DLE DC1 DC2 DC3 DC4 NAK SYN ETB CAN EM SUB ESC FS GS RS US".split(" ");

export const hexOf = hex => hex.replace(/../g, "$& ").trimEnd();

export function textOf(hex) {
  return (hex.match(/../g) ?? []).map(pair => {
    const byte = parseInt(pair, 16);
    return byte < 0x20 ? `[${names[byte]}]` : byte < 0x7f ? String.fromCharCode(byte) : "·";
  }).join("");
}

export function bytesOf(hex) {
  return [make("code", { className: "hex" }, hexOf(hex)), make("code", { className: "chars", "aria-hidden": "true" }, textOf(hex))];
}
