// What goes over a device's line, newest first: the bytes beside what they mean.
import { make, put } from "./dom.js";
import { bytesOf, frame } from "./frame.js";
import { stream } from "./live.js";
import { count, current, number, say } from "./words.js";

const kept = 200;
const lengths = [20, 50, 200];
const clock = { hour: "2-digit", minute: "2-digit", second: "2-digit", fractionalSecondDigits: 1, hourCycle: "h23" };
let node = null;
let id = null;
let language = "";
let stop = () => {};
let rows = [];
let length = lengths[0];
let paused = false;
let since = 0;
let dropped = 0;
let heard = false;
let broken = false;
let drawing = 0;
let made = 0;

export function showFrames(place, device) {
  if (place === node && device === id && language === current()) return;
  const same = device === id && device !== null;
  [node, id, language] = [place, device, current()];
  if (!same) {
    stop();
    stop = () => {};
    [rows, paused, since, dropped, heard, broken] = [[], false, 0, 0, false, false];
    if (device) stop = stream(`/v1/setup/devices/${encodeURIComponent(device)}/frames`, { bytes: hear, dropped: lose, beat, removed() { stop(); } }, () => { broken = true; draw(); });
  }
  if (device && place) build();
}

function beat() {
  [heard, broken] = [true, false];
  draw();
}

function lose(data) {
  dropped += JSON.parse(data).count;
  draw();
}

// The same bytes again count up on their row, and so does a question below its answer: a scale at rest says one thing all day.
function hear(data) {
  const read = JSON.parse(data);
  [heard, broken] = [true, false];
  const same = row => row?.hex === read.hex && row.direction === read.direction && JSON.stringify(row.frames) === JSON.stringify(read.frames);
  const again = same(rows[0]) ? rows[0] : read.direction === "out" && rows[0]?.direction === "in" && same(rows[1]) ? rows[1] : null;
  if (again) {
    again.times++;
    again.at = read.at;
  } else {
    rows = [{ ...read, times: 1, key: ++made }, ...rows].slice(0, kept);
  }
  if (paused) since++;
  draw();
}

function draw() {
  if (!drawing) drawing = setTimeout(() => { drawing = 0; paint(); }, 150);
}

function build() {
  const pause = make("button", { type: "button", className: "quiet", id: "pause", onclick() { paused = !paused; since = 0; paint(); } });
  const select = make("select", { id: "length", onchange() { length = Number(select.value); paint(); } }, lengths.map(n => make("option", { value: n }, count("setup.last", n))));
  select.value = length;
  node.replaceChildren(
    make("div", { className: "titled" }, make("h3", { id: "frames-title" }, say("setup.frames")),
      make("div", { className: "row" }, make("label", { className: "unseen", htmlFor: "length" }, say("setup.length")), select, pause)),
    make("p", { className: "soft small", id: "frames-state" }),
    make("div", { className: "scroll frames", tabIndex: 0, role: "region", "aria-labelledby": "frames-title" }, make("table", {},
      make("thead", {}, make("tr", {}, ["setup.time", "setup.bytes", "setup.means"].map(key => make("th", { scope: "col" }, say(key))))),
      make("tbody", { id: "frames-rows" }))));
  paint();
}

function paint() {
  if (!node || !id) return;
  const body = node.querySelector("tbody");
  const pause = node.querySelector("#pause");
  put(pause, say(paused ? "setup.resume" : "setup.pause"));
  pause.setAttribute("aria-pressed", paused);
  put(node.querySelector("#frames-state"), [
    broken ? say("setup.frames.broken") : !heard ? say("setup.frames.opening") : rows.length === 0 ? say("setup.frames.none") : "",
    paused ? count("setup.frames.since", since) : "",
    dropped ? count("setup.frames.dropped", dropped) : "",
  ].filter(Boolean).join(" "));
  if (paused && body.dataset.paused === "1") return;
  body.dataset.paused = paused ? "1" : "0";
  const wanted = rows.slice(0, length);
  const there = new Map([...body.children].map(row => [row.made, row]));
  body.replaceChildren(...wanted.map(read => {
    const row = there.get(read.key) ?? rowOf(read);
    put(row.when, new Intl.DateTimeFormat(current(), clock).format(new Date(read.at)));
    put(row.again, read.times > 1 ? `×${number(read.times)}` : "");
    return row;
  }));
}

function rowOf(read) {
  const incoming = read.direction === "in";
  const when = make("span");
  const again = make("span", { className: "again" });
  const means = read.frames.length ? read.frames.map(frame) : make("span", { className: "soft" }, incoming ? say("setup.noMeaning") : say("setup.question"));
  const row = make("tr", { className: read.direction },
    make("td", { className: "when" }, when, make("span", { className: "way", "aria-hidden": "true" }, incoming ? "←" : "→"), make("span", { className: "unseen" }, say(incoming ? "setup.in" : "setup.out")), again),
    make("td", {}, bytesOf(read.hex)),
    make("td", {}, means));
  return Object.assign(row, { made: read.key, when, again });
}
