// One plate: its load and trace, its goods, what happened last, and how it was calibrated.
import { at, fill, make, put } from "./dom.js";
import { followTrace } from "./shelves-trace.js";
import { decimal, eventWords, explanations, grams, signs, sure, why } from "./shelves-words.js";
import { count, current, number, say, time } from "./words.js";

export function showPlate(plate, stands, may, act) {
  for (const id of ["plate", "goods", "calibration"]) at(id).hidden = plate === null;
  if (!plate) return followTrace(null, null);
  head(plate, stands);
  goods(plate, stands, may, act);
  calibration(plate, stands, may, act);
}

function head(plate, stands) {
  const node = at("plate");
  const busy = Boolean(stands?.session || stands?.weighing);
  const [sign, tone] = busy ? ["✎", "care"] : signs[plate.state] ?? ["?", ""];
  fill(node, [plate.plate, plate.name, current()], () => [
    make("div", { className: "titled" }, make("h2", { id: "detail-title" }, plate.name || plate.plate), make("p", { className: "chip", id: "plate-state" })),
    make("p", { className: "notice", id: "plate-why" }),
    make("p", { className: "big", id: "plate-load" }),
    make("figure", { className: "trace" }, make("figcaption", { className: "soft small" }, say("shelves.weight")), make("div", { id: "trace" })),
    make("div", { id: "plate-last" }),
    make("dl", { className: "facts", id: "plate-facts" })]);
  put(at("plate-state"), `chip ${tone}`, "className");
  put(at("plate-state"), `${sign} ${say(`shelves.state.${busy ? "calibrating" : plate.state}`)}`);
  put(at("plate-why"), busy ? "" : why(plate));
  put(at("plate-why"), !at("plate-why").textContent, "hidden");
  put(at("plate-load"), plate.grams === null ? "—" : grams(plate.grams));
  followTrace(at("trace"), plate.plate);
  fill(at("plate-last"), [plate.lastEvent, plate.items.map(item => item.name), current()], () => {
    const could = explanations(plate.lastEvent, plate.items);
    return [make("p", { className: "soft small" }, say("shelves.last")),
      make("p", {}, plate.lastEvent ? `${time(plate.lastEvent.at, true)} · ` : "", make("b", {}, eventWords(plate.lastEvent)), plate.lastEvent && plate.lastEvent.kind !== "counted" ? ` · ${say("shelves.sure", { percent: sure(plate.lastEvent.confidence) })}` : ""),
      could.length ? [make("p", { className: "soft small" }, say("shelves.could")), make("ul", { className: "could" }, could.map(words => make("li", {}, words)))] : null].flat();
  });
  const facts = [["capacity", plate.capacityGrams && grams(plate.capacityGrams, 0)], ["noise", plate.noiseGrams && grams(plate.noiseGrams, 2)], ["drift", plate.driftGrams && grams(plate.driftGrams, 1)],
    ["celsius", plate.celsius && `${decimal(plate.celsius, 1)} °C`], ["device", plate.device]].filter(fact => fact[1]);
  fill(at("plate-facts"), [facts, current()], () => facts.map(([name, text]) => make("div", {}, make("dt", {}, say(`shelves.${name}`)), make("dd", {}, text))));
}

function goods(plate, stands, may, act) {
  const busy = !may || Boolean(stands?.session || stands?.weighing);
  fill(at("goods"), [plate.items, stands?.learnt, busy, may, current()], () => [
    make("h3", {}, say("shelves.goods")),
    plate.items.length ? make("ul", { className: "goods" }, plate.items.map(item => {
      const learnt = stands?.learnt.find(one => one.sku === item.sku);
      return make("li", {},
        make("div", {},
          make("b", {}, item.name), item.isLow ? make("span", { className: "chip bad" }, `▼ ${say("shelves.low")}`) : null,
          make("p", { className: "soft small" }, [item.sku === item.name ? null : item.sku, item.unitGrams && say("shelves.each", { grams: grams(item.unitGrams) }), item.low !== null && say("shelves.lowAt", { n: number(item.low) }),
            learnt && say("shelves.learnt", { who: learnt.who, time: time(learnt.at) })].filter(Boolean).join(" · "))),
        make("b", { className: "count" }, item.counted && item.count !== null ? count("shelves.pieces", item.count) : say("shelves.uncounted")),
        make("div", { className: "row wrap" },
          make("button", { type: "button", disabled: busy, onclick: () => act.weigh(item) }, say("shelves.weigh")),
          learnt ? make("button", { type: "button", disabled: busy, onclick: () => act.forget(item) }, say("shelves.forget")) : null));
    })) : make("p", { className: "soft" }, say("shelves.noGoods"))]);
}

function calibration(plate, stands, may, act) {
  const busy = !may || Boolean(stands?.session || stands?.weighing);
  const [now, ...before] = stands?.calibrations ?? [];
  const needs = plate.state === "uncalibrated" || plate.state === "needs_calibration";
  put(at("calibration"), `card ${needs ? "needs" : ""}`, "className");
  fill(at("calibration"), [now, before, needs, busy, stands?.problem, current()], () => [
    make("div", { className: "titled" }, make("h3", {}, say("shelves.calibration")),
      make("button", { type: "button", className: needs ? "main" : "", disabled: busy, onclick: act.calibrate }, say("shelves.calibrate"))),
    stands?.problem ? make("p", { className: "notice bad", lang: "en" }, stands.problem) : null,
    now ? [make("p", {}, say("shelves.calibration.by", { who: now.who, time: time(now.at) })), line(now)] : make("p", { className: "soft" }, say("shelves.calibration.none")),
    before.length ? make("details", {}, make("summary", {}, say("shelves.calibration.before")), make("ul", { className: "could" }, before.map(one =>
      make("li", {}, `${say("shelves.calibration.by", { who: one.who, time: time(one.at) })} · ${say("shelves.counts", { n: decimal(one.countsPerGram, 2) })}`)))) : null].flat());
}

const line = made => make("p", { className: "soft small" }, [
  say("shelves.counts", { n: decimal(made.countsPerGram, 2) }),
  `${say("shelves.linearity")}: ${made.linearityGrams === null ? say("shelves.linearity.unchecked") : grams(made.linearityGrams, 2)}`,
  `${say("shelves.noise")}: ${grams(made.noiseGrams, 2)}`].join(" · "));
