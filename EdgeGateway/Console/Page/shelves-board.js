// The shelves as a picture: each row of plates stands on its board, each plate is filled as far as it is loaded.
import { fill, make, put } from "./dom.js";
import { eventWords, grams, percent, signs, sure } from "./shelves-words.js";
import { count, current, number, say, time } from "./words.js";

const cards = new Map();
const rowOf = plate => /^(.*?)[\s._-]*\d+$/.exec(plate)?.[1] ?? "";

export function showBoard(node, plates, chosen) {
  const names = [...new Set(plates.map(plate => rowOf(plate.plate)))];
  fill(node, [plates.map(plate => plate.plate), current()], () => {
    cards.clear();
    return [make("p", { className: "sums", id: "sums" }), names.map(name => make("section", { className: "shelf", "aria-label": name ? say("shelves.shelf", { name }) : undefined },
      name && names.length > 1 ? make("h2", {}, say("shelves.shelf", { name })) : null,
      make("div", { className: "plates" }, plates.filter(plate => rowOf(plate.plate) === name).map(card))))].flat();
  });
  sums(node.querySelector("#sums"), plates);
  for (const plate of plates) show(cards.get(plate.plate), plate, plate.plate === chosen);
}

function sums(node, plates) {
  const low = plates.flatMap(plate => plate.items).filter(item => item.isLow).length;
  const care = plates.filter(plate => ["care", "bad"].includes(signs[plate.state]?.[1])).length;
  fill(node, [plates.length, low, care, current()], () => [
    make("span", { className: "chip" }, count("shelves.plates", plates.length)),
    low ? make("span", { className: "chip bad" }, `▼ ${count("shelves.sumLow", low)}`) : null,
    care ? make("span", { className: "chip care" }, `! ${count("shelves.sumCare", care)}`) : null,
  ]);
}

function card(plate) {
  const parts = {
    level: make("i", { className: "level", "aria-hidden": "true" }), name: make("b", { className: "name" }), state: make("span", { className: "state" }),
    goods: make("span", { className: "list" }), load: make("span", { className: "load" }), last: make("span", { className: "last" }),
  };
  parts.root = make("a", { href: `#plate=${encodeURIComponent(plate.plate)}` }, parts.level, make("span", { className: "top" }, parts.name, parts.state), parts.goods, parts.load, parts.last);
  cards.set(plate.plate, parts);
  return parts.root;
}

function show(parts, plate, isChosen) {
  const [sign, tone] = signs[plate.state] ?? ["?", ""];
  put(parts.root, `plate ${tone} is-${plate.state}`, "className");
  if (isChosen) parts.root.setAttribute("aria-current", "true"); else parts.root.removeAttribute("aria-current");
  parts.level.style.height = `${Math.round(100 * Math.min(1, Math.max(0, plate.fill ?? 0)))}%`;
  put(parts.name, plate.name || plate.plate);
  fill(parts.state, [plate.state, current()], () => [make("i", { "aria-hidden": "true" }, sign), say(`shelves.state.${plate.state}`)]);
  fill(parts.goods, [plate.items, current()], () => plate.items.length ? plate.items.map(item => make("span", { className: `item ${item.isLow ? "low" : ""}` },
    make("span", {}, item.name),
    item.isLow ? make("em", {}, `▼ ${say("shelves.low")}`) : null,
    item.counted && item.count !== null ? make("b", { "aria-label": count("shelves.pieces", item.count) }, number(item.count)) : make("small", {}, say("shelves.uncounted")))) : [make("small", {}, say("shelves.noGoods"))]);
  put(parts.load, [plate.grams === null ? "—" : grams(plate.grams, 0), plate.fill === null ? null : say("shelves.full", { percent: percent(plate.fill) })].filter(Boolean).join(" · "));
  fill(parts.last, [plate.lastEvent, plate.confidence, current()], () => [
    plate.lastEvent ? make("span", {}, `${time(plate.lastEvent.at)} `) : null,
    eventWords(plate.lastEvent),
    plate.lastEvent && plate.lastEvent.kind !== "counted" && plate.confidence !== null ? make("span", { className: "sure" }, ` · ${say("shelves.sure", { percent: sure(plate.confidence) })}`) : null,
  ]);
}
