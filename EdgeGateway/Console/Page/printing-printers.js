// One card a printer: whether it can print now, its paper, what waits for it; test page and drawer.
import { fill, make } from "./dom.js";
import { count, current, say, strings, time } from "./words.js";

const chipOf = { ready: "good", printing: "good", silent: "care", blocked: "bad", unreachable: "bad" };
const paperChip = { near_end: "care", out: "bad", present: "good" };
const languages = { escpos: "ESC/POS", zpl: "ZPL II", tspl: "TSPL" };

export function showPrinters(node, printing, act) {
  const { printers } = printing.state;
  fill(node, [printers, printing.may, current()], () => printers.map(printer => make("article", { className: "card" },
    make("header", {},
      make("div", {}, make("h3", {}, printer.name ?? printer.id), make("p", {}, [printer.name ? printer.id : "", printer.role, languages[printer.language]].filter(Boolean).join(" · "))),
      make("span", { className: `chip ${chipOf[printer.state] ?? ""}` }, say(`printing.printer.${printer.state}`))),
    make("p", { className: "facts" },
      printer.paper === "unknown" ? null : make("span", { className: `chip ${paperChip[printer.paper]}` }, say(`printing.paper.${printer.paper}`)),
      printer.coverOpen ? make("span", { className: "chip bad" }, say("printing.coverOpen")) : null,
      printer.faults.map(fault => make("span", { className: "chip bad" }, strings(`printing.fault.${fault}`) ?? fault)),
      printer.waiting ? make("span", { className: "chip" }, count("printing.waiting", printer.waiting)) : null),
    why(printer),
    make("div", { className: "keys" },
      make("button", { type: "button", disabled: !printing.may, onclick: () => act("jobs", { template: "test-page", culture: current(), printer: printer.id, data: testPage(printer) }) }, say("printing.testPage")),
      printer.language === "escpos" ? make("button", { type: "button", disabled: !printing.may, onclick: () => act("drawer", { printer: printer.id, pin: 2 }) }, say("printing.drawer")) : null))));
}

function why(printer) {
  if (printer.isWeak) return make("p", { className: "why" }, say("printing.weak"));
  if (printer.state === "silent") return make("p", { className: "why" }, say("printing.silent"));
  if (printer.state !== "blocked" && printer.state !== "unreachable") return null;
  const words = printer.state === "unreachable" ? say("printing.since", { time: time(printer.since) }) : "";
  return make("p", { className: "why bad" }, [words, printer.state === "unreachable" || !/^[a-z_, ]+$/.test(printer.reason ?? "") ? printer.reason : ""].filter(Boolean).join(": "));
}

function testPage(printer) {
  const at = new Date();
  const zone = -at.getTimezoneOffset();
  const two = n => String(Math.trunc(Math.abs(n))).padStart(2, "0");
  const local = new Date(at.getTime() + zone * 60000).toISOString().slice(0, 19);
  return { printer: printer.name ?? printer.id, language: languages[printer.language], at: `${local}${zone < 0 ? "-" : "+"}${two(zone / 60)}:${two(zone % 60)}` };
}
