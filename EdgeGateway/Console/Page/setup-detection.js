// What was recognised and why: every frame that came, every byte that was sent.
import { announce, fill, make } from "./dom.js";
import { bytesOf, frame } from "./frame.js";
import { send } from "./send.js";
import { modelOf } from "./setup-list.js";
import { count, current, number, say, time } from "./words.js";

const under = ["waiting", "listening", "probing"];
let opened = new Set();

export function showDetection(node, setup, port, use) {
  const detection = port?.detection ?? null;
  if (!port || port.kind === "network" || (port.owner && !detection)) {
    fill(node, ["none"], () => []);
    return;
  }
  fill(node, [port.port, port.owner, port.access, detection, setup.may, setup.drivers.length, current()], () => make("section", { className: "card", "aria-labelledby": "detection-title" },
    make("div", { className: "titled" },
      make("h3", { id: "detection-title" }, say("setup.what")),
      port.owner || ["printer", "iio"].includes(port.kind) ? null : make("button", { type: "button", className: "quiet", disabled: !setup.may || under.includes(detection?.state), onclick: () => again(port) }, say("setup.again"))),
    detection ? found(port, detection, setup, use) : make("p", { className: "soft" }, say({ printer: "setup.printer", iio: "setup.iio" }[port.kind] ?? "setup.unseen.text"))));
}

function found(port, detection, setup, use) {
  const line = [detection.line, detection.tookMs > 0 ? say("setup.took", { seconds: number(Math.round(detection.tookMs / 100) / 10) }) : null].filter(Boolean).join(" · ");
  return [
    make("p", { className: `verdict is-${detection.state}` },
      make("b", {}, detection.protocol ? modelOf(detection.protocol, setup.drivers) : say(`setup.state.${detection.state}`)),
      make("span", { className: "soft" }, detection.protocol ? `${detection.protocol}${line ? ` · ${line}` : ""}` : line)),
    make("p", {}, say(`setup.state.${detection.state}.text`)),
    detection.reason ? make("p", { className: "soft small", lang: "en" }, detection.reason) : null,
    detection.candidates.length && detection.state !== "recognised" ? candidates(port, detection, setup, use) : null,
    fold(port, "evidence", count("setup.evidence", detection.evidence.length), detection.evidence.length ? evidence(detection.evidence) : null),
    fold(port, "sent", detection.sent.length ? count("setup.sent", detection.sent.length) : say("setup.sentNothing"), detection.sent.length ? sent(detection.sent) : null),
  ];
}

function candidates(port, detection, setup, use) {
  return make("ul", { className: "candidates", "aria-label": say("setup.candidates") }, detection.candidates.map(candidate => make("li", {},
    make("div", {},
      make("b", {}, modelOf(candidate.protocol, setup.drivers)),
      make("span", { className: "soft" }, [candidate.protocol, candidate.line].filter(Boolean).join(" · ")),
      make("span", { className: "soft small", lang: "en" }, candidate.reason)),
    port.owner ? null : make("button", { type: "button", className: "quiet", onclick: () => use(candidate) }, say("setup.use")))));
}

// Stays open or shut while new evidence comes in.
function fold(port, name, title, content) {
  if (!content) return make("p", { className: "soft small" }, title);
  const key = `${port.port} ${name}`;
  const details = make("details", { open: opened.has(key) }, make("summary", {}, title), content);
  details.addEventListener("toggle", () => { opened = new Set(details.open ? [...opened, key] : [...opened].filter(k => k !== key)); });
  return details;
}

function evidence(rows) {
  return table([say("setup.time"), say("setup.line"), say("setup.bytes"), say("setup.means")], rows.map(row => [
    time(row.at, true), row.line ?? "—", bytesOf(row.hex), row.frame ? frame(row.frame) : make("span", { className: "soft" }, say("setup.noMeaning"))]));
}

function sent(rows) {
  return table([say("setup.line"), say("setup.bytes"), say("setup.why")], rows.map(row => [
    row.line ?? "—", bytesOf(row.hex), make("span", { lang: "en" }, row.why)]));
}

function table(heads, rows) {
  return make("div", { className: "scroll", tabIndex: 0, role: "region", "aria-label": heads.join(", ") }, make("table", {},
    make("thead", {}, make("tr", {}, heads.map(head => make("th", { scope: "col" }, head)))),
    make("tbody", {}, rows.map(row => make("tr", {}, row.map((cell, i) => make("td", { "data-head": heads[i] }, cell)))))));
}

async function again(port) {
  const answer = await send("POST", "/v1/setup/detect", { port: port.port });
  announce(answer.ok ? say("setup.looking") : answer.errors.map(e => e.message).join(" ") || say("setup.noAnswer"));
}
