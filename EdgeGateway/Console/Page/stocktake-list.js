// The sessions, and the form that begins one.
import { fill, make } from "./dom.js";
import { field, list, mistakes } from "./form.js";
import { count, current, number, say, time } from "./words.js";

export function showSessions(node, stocktake, take) {
  const { sessions, scanners, may } = stocktake;
  fill(node, ["list", sessions?.map(s => [s.id, s.state, s.scans, s.lineCount]), scanners, may, current()], () => sessions
    ? [startForm(stocktake, take), group("stocktake.open", sessions.filter(s => s.state === "open" || s.state === "closing")),
      group("stocktake.ended", sessions.filter(s => s.state === "closed" || s.state === "discarded"))]
    : [make("p", { className: "empty" }, say("stocktake.loading"))]);
}

function group(key, sessions) {
  if (!sessions.length) return null;
  return make("section", {},
    make("h2", { className: "title" }, say(key)),
    make("div", { className: "sessions" }, sessions.map(session => make("a", { className: `card session is-${session.state}`, href: `#${session.id}` },
      make("strong", {}, session.location),
      make("span", { className: "soft" }, session.counter),
      make("span", {}, count("stocktake.lines", session.lineCount), " · ", count("stocktake.pieces", session.pieces)),
      make("span", { className: "soft small" }, [say(`stocktake.state.${session.state}`), time(session.endedAt ?? session.startedAt), session.scanner].filter(Boolean).join(" · "))))));
}

function startForm(stocktake, take) {
  const places = [...new Set(stocktake.sessions.map(session => session.location))];
  const place = make("input", { id: "location", required: true, maxLength: 64, autocomplete: "off", list: "places", disabled: !stocktake.may });
  const who = make("input", { id: "counter", required: true, maxLength: 64, autocomplete: "name", value: localStorage.getItem("counter") ?? "", disabled: !stocktake.may });
  const scanner = make("select", { id: "scanner", disabled: !stocktake.may },
    make("option", { value: "" }, say("stocktake.scanner.none")),
    stocktake.scanners.map(one => make("option", { value: one.id, disabled: one.session !== null }, one.session ? say("stocktake.scanner.busy", { name: one.id }) : one.id)));
  const form = make("form", { className: "card", onsubmit: submit },
    make("h2", {}, say("stocktake.begin")),
    make("p", { className: "notice bad", role: "alert", hidden: true }),
    make("div", { className: "fields" },
      field("location", say("stocktake.location"), place, say("stocktake.location.hint")),
      field("counter", say("stocktake.counter"), who),
      stocktake.scanners.length ? field("scanner", say("stocktake.scanner"), scanner, say("stocktake.scanner.hint")) : null),
    list("places", places),
    make("button", { type: "submit", className: "main big", disabled: !stocktake.may }, say("stocktake.start")));
  async function submit(event) {
    event.preventDefault();
    localStorage.setItem("counter", who.value.trim());
    const answer = await take("", { location: place.value, counter: who.value, scanner: scanner.value || null });
    if (!mistakes(form, answer.errors)) location.hash = answer.body.session.id;
  }
  return form;
}

export const shown = (amount, unit) => unit === "mg"
  ? new Intl.NumberFormat(current(), { style: "unit", unit: "kilogram", minimumFractionDigits: 3, maximumFractionDigits: 6 }).format(amount / 1e6)
  : number(amount);
