// The counter: what lies on a scale, what it is, what it costs, and whether it has been captured. A weight stands there only while it is true.
import { announce, at, fill, make, put } from "./dom.js";
import { errorWords } from "./device.js";
import { send } from "./send.js";
import { followStatus, stream } from "./live.js";
import { followPermission, mayChange } from "./permission.js";
import { open } from "./shell.js";
import { current, say, strings, time } from "./words.js";

const staleAfterMs = 12000;
let view = null;
let heardAt = 0;
let broken = false;
let chosen = decodeURIComponent(location.hash.slice(1));
let items = [];
let looked = 0;
let turnStatus = () => {};
let turnPermission = () => {};

const scale = () => view?.scales.find(one => one.scale === chosen) ?? view?.scales[0];
const unit = name => strings(`unit.${name}`) ?? name ?? "";
const weight = text => text?.replace("-", "−") ?? "—";
const money = (fen, currency = view.currency) => new Intl.NumberFormat(current(), { style: "currency", currency, currencyDisplay: "narrowSymbol" }).format(fen / 100);
const price = item => say("weighing.price", { price: money(item.priceFen), unit: unit(item.per) });

function show() {
  turnPermission();
  const stale = broken || Date.now() - heardAt > staleAfterMs;
  const one = scale();
  put(at("none"), say("weighing.noScales"));
  put(at("none"), !view || view.scales.length > 0, "hidden");
  put(at("counter"), !one, "hidden");
  if (!one) return;
  showScales(one);
  showPan(one, stale);
  showSale(one, stale);
  showKeys(one);
  showPrices();
  showItems(one);
  showCaptured(one.captured);
}

function showScales(one) {
  put(at("scales"), view.scales.length < 2, "hidden");
  fill(at("scales"), [view.scales.map(each => each.scale), one.scale], () => view.scales.map(each =>
    make("button", { type: "button", "aria-pressed": String(each.scale === one.scale), onclick: () => choose(each.scale) }, each.scale)));
}

function showPan(one, stale) {
  const changed = one.reason === "changed";
  put(at("pan"), `pan is-${stale ? "unknown" : one.state} ${changed ? "is-changed" : ""}`, "className");
  put(at("pan-title"), one.scale);
  put(at("state"), `chip ${{ captured: changed ? "care" : "good", placed: "care" }[one.state] ?? ""}`, "className");
  put(at("state"), say(`weighing.state.${stale ? "unknown" : one.state}`));
  const shown = stale ? null : one.net ?? one.weight;
  const [number, name] = at("weight").children;
  put(at("weight"), `big ${shown === null ? "none" : ""} ${one.net === null ? "moving" : ""}`, "className");
  put(number, weight(shown));
  put(name, shown === null ? "" : unit(one.unit));
  const parts = [];
  if (one.tare && !stale) {
    if (one.gross !== null) parts.push([say("gross"), `${weight(one.gross)} ${unit(one.unit)}`]);
    parts.push([say(`weighing.tare.${one.tare.by}`), one.tare.amount === null ? "…" : `${weight(one.tare.amount)} ${unit(one.tare.unit)}`]);
  }
  fill(at("parts"), [parts, current()], () => parts.map(([term, text]) => make("div", {}, make("dt", {}, term), make("dd", {}, text))));
  put(at("reason"), stale || one.reason === null ? "" : reason(one));
  put(at("reason"), `reason ${/differs|twice|unknown|no_unit|large|gone/.test(one.reason ?? "") || errorWords[one.reason] ? "bad" : ""}`, "className");
}

function reason(one) {
  const own = strings(`weighing.reason.${one.reason}`);
  if (own) return say(`weighing.reason.${one.reason}`, { minimum: `${one.minimum ?? "—"} ${unit(one.unit)}` });
  return say(`error.${errorWords[one.reason] ?? "other"}`, { name: one.reason });
}

function showSale(one, stale) {
  // What has been captured stands there until the pan is empty, whatever was added to it or chosen for the next load.
  const sold = one.state === "captured" && one.captured?.plu ? one.captured : null;
  const item = sold?.plu ?? one.plu;
  const total = stale ? null : sold ? sold.totalFen : one.totalFen;
  const next = sold && one.plu && one.plu.plu !== sold.plu.plu ? one.plu.name : null;
  fill(at("sale"), [item, total, next, view.needsPlu, view.prices === null, view.currency, current()], () => item
    ? [make("div", {}, make("p", { className: "name" }, item.name), make("p", { className: "price" }, `${item.plu} · ${price(item)}`)),
      make("p", { className: "total" }, total === null ? "—" : money(total)),
      next && make("p", { className: "hint" }, say("weighing.next", { name: next }))]
    : make("p", { className: "hint" }, view.needsPlu ? say("weighing.choose") : view.prices ? say("weighing.mayChoose") : say("weighing.noPrices")));
}

function showKeys(one) {
  fill(at("keys"), [one.scale, one.unit, mayChange(), current()], () => {
    const amount = make("input", {
      id: "amount", inputMode: "decimal", autocomplete: "off", maxLength: 12, disabled: !mayChange(),
      placeholder: say("weighing.container", { unit: unit(one.unit ?? "kg") }), "aria-label": say("weighing.container", { unit: unit(one.unit ?? "kg") }),
    });
    const key = (word, path, body) => make("button", { type: "button", disabled: !mayChange(), onclick: () => press(one.scale, path, body) }, say(word));
    const set = event => {
      event.preventDefault();
      const text = amount.value.trim().replace(",", ".");
      if (text) press(one.scale, "tare", { amount: text, unit: one.unit ?? "kg" }).then(done => { if (done) amount.value = ""; });
    };
    return [
      key("weighing.tareKey", "tare", { amount: null }),
      key("weighing.clearKey", "clear", {}),
      make("form", { onsubmit: set }, amount, make("button", { type: "submit", disabled: !mayChange() }, say("weighing.setTare"))),
    ];
  });
}

function showPrices() {
  const errors = view.prices?.errors ?? [];
  put(at("prices"), errors.length === 0, "hidden");
  fill(at("prices"), [view.prices, current()], () => errors.length === 0 ? null : [
    make("p", {}, view.prices.loadedAt ? say("weighing.pricesOld", { time: time(view.prices.loadedAt) }) : say("weighing.pricesBad")),
    make("ul", { lang: "en" }, errors.slice(0, 8).map(error => make("li", {}, `${error.path ? `${error.path}: ` : ""}${error.message}`))),
  ]);
}

function showItems(one) {
  put(at("goods"), !view.prices, "hidden");
  put(at("goods-title"), say("weighing.goods"));
  put(at("search"), say("weighing.search"), "placeholder");
  at("search").setAttribute("aria-label", say("weighing.search"));
  put(at("nothing"), say("weighing.nothing"));
  put(at("nothing"), items.length > 0, "hidden");
  fill(at("items"), [items, one.plu?.plu, one.scale, mayChange(), view.currency, current()], () => items.map(item =>
    make("button", { type: "button", disabled: !mayChange(), "aria-pressed": String(item.plu === one.plu?.plu), onclick: () => press(one.scale, "plu", { plu: item.plu }) },
      make("b", {}, item.name), make("span", {}, `${item.plu} · ${price(item)}`))));
}

function showCaptured(captured) {
  put(at("last"), captured === null, "hidden");
  put(at("last-title"), say("weighing.last"));
  fill(at("captured"), [captured, current()], () => captured === null ? null : [
    make("p", { className: "amount" }, [captured.plu?.name, `${weight(captured.net)} ${unit(captured.unit)}`,
      captured.totalFen === null ? null : money(captured.totalFen, captured.currency)].filter(Boolean).join(" · ")),
    make("p", {}, captured.label ?? ""),
    make("p", { className: "small" }, `${time(captured.at, true)} · ${captured.capture}`),
  ]);
}

async function press(on, path, body) {
  const answer = await send("POST", `/v1/weighing/${encodeURIComponent(on)}/${path}`, body);
  const words = answer.ok ? "" : answer.errors.map(error => error.message || say("weighing.noAnswer")).join(" ");
  put(at("trouble"), words);
  put(at("trouble"), words === "", "hidden");
  return answer.ok;
}

function choose(name) {
  chosen = name;
  history.replaceState(null, "", `#${encodeURIComponent(name)}`);
  show();
}

async function look() {
  const asked = ++looked;
  try {
    const answer = await fetch(`/v1/weighing/items?q=${encodeURIComponent(at("search").value)}`);
    const found = await answer.json();
    if (asked !== looked || !answer.ok) return;
    items = found;
    show();
  } catch {
    // The head of the page says that the gateway does not answer.
  }
}

let announced = "";
function hear(data) {
  const before = view?.prices?.loadedAt;
  view = JSON.parse(data);
  heard();
  if (view.prices?.loadedAt !== before) look();
  const captured = scale()?.captured;
  if (captured && captured.capture !== announced) {
    if (announced) announce(say("weighing.announce", { weight: `${captured.net} ${unit(captured.unit)}` }));
    announced = captured.capture;
  }
}

function heard() {
  heardAt = Date.now();
  broken = false;
  show();
}

at("search").addEventListener("input", look);
at("search").addEventListener("keydown", event => {
  const one = scale();
  if (event.key !== "Enter" || items.length === 0 || !one || !mayChange()) return;
  press(one.scale, "plu", { plu: items[0].plu }).then(done => { if (done) { at("search").value = ""; look(); } });
});
await open("nav.weighing", () => { turnStatus(); show(); });
turnPermission = followPermission(at("permission"), show);
turnStatus = followStatus(status => { if (status) put(at("about"), say("about", { version: status.version, time: time(status.startedAt), epoch: status.outbox.epoch, seq: status.outbox.lastSeq })); });
stream("/v1/weighing/live", { weighing: hear, beat: heard }, () => { broken = true; show(); });
setInterval(show, 1000);
