// The guided steps: calibrating a plate, and learning what a piece weighs.
import { announce, at, fill, make, put } from "./dom.js";
import { field, mistakes } from "./form.js";
import { decimal, grams, percent, refusals } from "./shelves-words.js";
import { current, say, time } from "./words.js";

// What is being begun and has no session yet: { kind: "calibration" } or { kind: "weighing", item }.
export function showWork(plate, stands, asked, may, take) {
  const node = at("work");
  const step = !plate ? null : stands?.session ? calibrating(plate, stands.session) : stands?.weighing ? weighing(plate, stands.weighing) : asked ? begin(plate, asked) : null;
  node.hidden = step === null;
  fill(node, step && [plate.plate, step.key, may, current()], () => step ? step.build(take, may) : []);
  if (!step) return;
  steadiness(node.querySelector(".steady"), stands?.now);
  step.update?.(node);
}

function steadiness(node, now) {
  if (!node || !now) return;
  put(node, `steady ${{ steady: "good", waiting: "", moving: "care", noisy: "care", noise: "care" }[now.state] ?? "bad"}`, "className");
  fill(node, [now, current()], () => [
    make("i", { "aria-hidden": "true" }, { steady: "✓", waiting: "…" }[now.state] ?? "!"),
    make("b", {}, say(`shelves.at.${now.state}`, { noise: grams(now.noiseGrams, 2) })),
    make("span", {}, now.grams !== null ? grams(now.grams) : now.counts !== null ? decimal(now.counts, 0) : "")]);
}

function form(take, may, path, body, content, word, done) {
  const made = make("form", { className: "step", async onsubmit(event) {
    event.preventDefault();
    const wanted = body();
    if (wanted.errors) return mistakes(made, wanted.errors);
    const answer = await take("POST", path, wanted);
    mistakes(made, answer.ok ? [] : refusals(answer));
    if (answer.ok) done?.(answer);
  } },
  make("p", { className: "notice bad", role: "alert", hidden: true }), content,
  make("button", { type: "submit", className: "main", disabled: !may }, word));
  return made;
}

const input = (id, properties) => make("input", { id, autocomplete: "off", required: true, ...properties });

function focused(node, first) {
  setTimeout(() => first?.focus({ preventScroll: true }));
  return node;
}

function begin(plate, asked) {
  const weighs = asked.kind === "weighing";
  return {
    key: ["begin", asked.kind, asked.item?.sku],
    build(take, may) {
      const who = input("who", { autocomplete: "name", maxLength: 64, value: localStorage.getItem("counter") ?? "", disabled: !may });
      return focused([
        make("h3", {}, weighs ? say("shelves.weigh.title", { name: asked.item.name }) : say("shelves.calibrate")),
        make("p", {}, say(weighs ? "shelves.weigh.how" : "shelves.calibrate.how")),
        form(take, may, weighs ? `items/${encodeURIComponent(asked.item.sku)}/weigh` : "calibration", () => {
          localStorage.setItem("counter", who.value.trim());
          return weighs ? { pieces: 0, who: who.value } : { who: who.value };
        }, field("who", say("shelves.who"), who), say("shelves.begin")),
        make("button", { type: "button", onclick: () => take(null) }, say("shelves.cancel"))], who);
    },
  };
}

function foot(take, session, back) {
  return make("div", { className: "row wrap" },
    back ? make("button", { type: "button", onclick: () => take("DELETE", "calibration/points") }, say("shelves.takeBack")) : null,
    make("button", { type: "button", className: "danger", onclick: () => take("DELETE", "calibration") }, say("shelves.cancel")),
    make("span", { className: "soft small" }, `${session.who} · ${say("shelves.expires", { time: time(session.expiresAt) })}`));
}

function calibrating(plate, session) {
  const { points, fit } = session;
  const known = points.length;
  return {
    key: ["calibrating", points, fit],
    build(take, may) {
      const stage = known === 0 ? "empty" : fit === null ? "weight" : "more";
      const weight = input("grams", { inputMode: "decimal", maxLength: 16 });
      const capture = form(take, may, "calibration/points", () => {
        const text = known === 0 ? "0" : weight.value.trim().replace(",", ".");
        return /^\d+(\.\d+)?$/.test(text) ? { grams: text } : { errors: [{ path: "grams", message: say("shelves.refused.number"), ours: true }] };
      }, [make("p", { className: "steady", "aria-live": "polite" }), known === 0 ? null : field("grams", say("shelves.grams"), weight)].filter(Boolean), say(known === 0 ? "shelves.capture.empty" : "shelves.capture"));
      return focused([
        make("h3", {}, `${say("shelves.calibrate")} · ${say("shelves.step", { n: known + 1 })}`),
        make("p", {}, make("b", {}, say(`shelves.step.${stage}`)), " ", make("span", { className: "soft" }, say(`shelves.step.${stage}.how`))),
        capture,
        known ? table(points) : null,
        fit ? result(fit, plate, take, may) : null,
        foot(take, session, known > 0)], known ? weight : null);
    },
  };
}

function table(points) {
  return make("table", {},
    make("thead", {}, make("tr", {}, ["shelves.point", "shelves.point.counts", "shelves.point.off"].map(key => make("th", { scope: "col" }, say(key))))),
    make("tbody", {}, points.map(point => make("tr", {},
      make("td", {}, grams(point.grams, 6)), make("td", {}, decimal(point.counts, 0)), make("td", {}, point.residualGrams === null ? "—" : grams(point.residualGrams, 2))))));
}

function fact(label, text, tone = "") {
  return make("div", {}, make("dt", {}, label), make("dd", { className: tone }, text));
}

function result(fit, plate, take, may) {
  const within = (came, limit) => Number(came) <= Number(limit);
  const straight = fit.linearityGrams === null || within(fit.linearityGrams, fit.linearityLimitGrams);
  const quiet = within(fit.noiseGrams, fit.noiseLimitGrams);
  return make("div", { className: "result" },
    make("dl", { className: "facts" },
      fact(say("shelves.linearity"), fit.linearityGrams === null ? say("shelves.linearity.unchecked")
        : `${straight ? "✓" : "!"} ${say("shelves.most", { came: grams(fit.linearityGrams, 2), limit: grams(fit.linearityLimitGrams, 2) })}`, fit.linearityGrams === null ? "" : straight ? "good" : "bad"),
      fact(say("shelves.noise"), `${quiet ? "✓" : "!"} ${say("shelves.most", { came: grams(fit.noiseGrams, 2), limit: grams(fit.noiseLimitGrams, 2) })}`, quiet ? "good" : "bad"),
      fact(say("shelves.calibration"), say("shelves.counts", { n: decimal(fit.countsPerGram, 2) }))),
    fit.differsMuch ? make("p", { className: "notice" }, say("shelves.differs", { percent: percent(Number(fit.changePercent) / 100, 1) })) : null,
    form(take, may, "calibration/finish", () => ({}), null, say("shelves.save"), () => announce(say("shelves.saved", { name: plate.name || plate.plate }))));
}

function weighing(plate, session) {
  const name = plate.items.find(item => item.sku === session.sku)?.name ?? session.sku;
  const path = `items/${encodeURIComponent(session.sku)}/weigh`;
  return {
    key: ["weighing", session.sku, session.ready, session.steps, session.result],
    build(take, may) {
      const pieces = input("pieces", { type: "number", inputMode: "numeric", min: 1, max: 100, step: 1, value: "1" });
      const title = make("h3", {}, say("shelves.weigh.title", { name }));
      if (!session.ready) return [title, make("p", {}, make("b", {}, say("shelves.weigh.quiet"))), make("p", { className: "steady", "aria-live": "polite" }), foot(take, session, false)];
      return focused([
        title,
        make("p", {}, make("b", {}, say("shelves.weigh.put")), " ", make("span", { className: "soft" }, say("shelves.weigh.put.how"))),
        form(take, may, path, () => Number.isInteger(Number(pieces.value)) && Number(pieces.value) > 0
          ? { pieces: Number(pieces.value) } : { errors: [{ path: "pieces", message: say("shelves.refused.pieces", { limit: 100 }), ours: true }] },
        [make("p", { className: "steady", "aria-live": "polite" }), field("pieces", say("shelves.weigh.pieces"), pieces)], say("shelves.capture")),
        session.steps.length ? make("ol", { className: "could" }, session.steps.map(step => make("li", {}, `${step.pieces} × · ${grams(step.grams)}`))) : null,
        session.result ? learnt(session.result, name, path, take, may) : null,
        foot(take, session, false)], pieces);
    },
  };
}

function learnt(result, name, path, take, may) {
  const plusMinus = (value, error, decimals) => say("shelves.weigh.plusMinus", { value: grams(value, decimals), error: grams(error, decimals) });
  return make("div", { className: "result" },
    make("dl", { className: "facts" },
      fact(say("shelves.weigh.unit"), plusMinus(result.unitGrams, result.unitUncertaintyGrams, 2)),
      fact(say("shelves.weigh.spread"), result.measuredSigmaGrams === null ? say("shelves.weigh.spread.unknown") : plusMinus(result.measuredSigmaGrams, result.sigmaUncertaintyGrams, 2))),
    result.differsMuch ? make("p", { className: "notice" }, say("shelves.weigh.differs", { percent: percent(Number(result.changePercent) / 100, 1) })) : null,
    form(take, may, `${path}/finish`, () => ({}), null, say("shelves.save"), () => announce(say("shelves.weigh.saved", { name }))));
}
