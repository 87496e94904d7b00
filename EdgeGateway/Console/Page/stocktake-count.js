// Counting in one session: what was counted last, a field for codes, and the lines.
import { announce, fill, make } from "./dom.js";
import { beep, isLoud, turnSound } from "./stocktake-sound.js";
import { shown } from "./stocktake-list.js";
import { count, current, say, time } from "./words.js";

const faults = ["check_digit", "length", "date", "characters", "value", "unknown_ai", "repeated", "bracketed", "inner_check_digit", "busy", "limit"];
let parts = null;
let toldNumber = null;

export function heard(last) {
  if (last.kind === "refused") return `${say("stocktake.refused")} ${why(last)}`;
  return say(`stocktake.heard.${last.kind}`, { sku: last.sku, amount: shown(last.amount, last.unit), total: shown(last.total, last.unit) });
}

export function showCounting(node, stocktake, take) {
  const { session, may } = stocktake;
  // The frame stays while the session does, so that the field keeps what is typed in it.
  fill(node, ["session", session.id, session.state, may, current()], () => {
    parts = build(session, may && session.state === "open", take);
    toldNumber = session.last?.number ?? 0;
    return parts.all;
  });
  const last = session.last;
  if (last && last.number > (toldNumber ?? 0)) {
    toldNumber = last.number;
    beep(last.kind !== "refused");
  }
  fill(parts.last, [last, current()], () => lastPanel(last));
  fill(parts.sums, [session.lineCount, session.pieces, current()], () => [count("stocktake.lines", session.lineCount), " · ", count("stocktake.pieces", session.pieces)]);
  fill(parts.lines, [session.lines, session.state, may, current()], () => session.lines.map(line => lineRow(session, line, may && session.state === "open", take)));
  parts.undo.disabled = !(may && session.state === "open" && session.scans > 0);
  parts.more.hidden = session.lineCount <= session.lines.length;
}

function build(session, may, take) {
  const made = {
    last: make("div", { className: "last" }),
    sums: make("p", { className: "soft" }),
    lines: make("ul", { className: "lines" }),
    more: make("p", { className: "soft small", hidden: true }, say("stocktake.more")),
  };
  const code = make("input", { id: "code", autocomplete: "off", autocapitalize: "characters", spellcheck: false, enterKeyHint: "send", maxLength: 4000, "aria-label": say("stocktake.code"), placeholder: say("stocktake.code"), disabled: !may });
  const quantity = make("input", { id: "quantity", type: "number", inputMode: "numeric", min: 1, max: 1000000, step: 1, value: "1", "aria-label": say("stocktake.quantity"), disabled: !may });
  const error = make("p", { className: "error", role: "alert" });
  made.undo = make("button", { type: "button", className: "big", async onclick() { error.textContent = ""; tellErrors(error, await take(`/${session.id}/undo`)); code.focus(); } }, say("stocktake.undo"));
  const form = make("form", { className: "count", async onsubmit(event) {
    event.preventDefault();
    const typed = code.value.trim();
    if (!typed) return;
    // The same id when the network makes us send it twice: it counts once.
    const body = { code: typed, quantity: Number(quantity.value) || 1, id: uuid() };
    code.value = "";
    quantity.value = "1";
    code.focus();
    error.textContent = "";
    let answer = await take(`/${session.id}/scans`, body);
    for (let again = 0; answer.status === 0 && again < 5; again++) {
      await new Promise(done => setTimeout(done, 400 * 2 ** again));
      answer = await take(`/${session.id}/scans`, body);
    }
    if (answer.status === 0) code.value = code.value || typed;
    if (!answer.ok && answer.body?.session?.last?.kind !== "refused") tellErrors(error, answer);
  } }, code, quantity, make("button", { type: "submit", className: "main big", disabled: !may }, say("stocktake.count")));
  made.all = [
    make("div", { className: "titled" },
      make("a", { className: "button", href: "#" }, say("stocktake.all")),
      make("label", { className: "check" }, make("input", { type: "checkbox", checked: isLoud(), onchange(event) { turnSound(event.target.checked); } }), make("span", {}, say("stocktake.sound")))),
    make("section", { className: "card" },
      make("div", { className: "titled" },
        make("h2", {}, session.location),
        make("span", { className: `chip ${session.state === "open" ? "good" : "care"}` }, say(`stocktake.state.${session.state}`))),
      make("p", { className: "soft" }, [session.counter, session.scanner && say("stocktake.with", { name: session.scanner }), time(session.startedAt)].filter(Boolean).join(" · ")),
      made.last, session.state === "open" ? form : null, error,
      session.state === "open" ? make("div", { className: "row wrap" }, made.undo,
        make("button", { type: "button", className: "big", disabled: !may, onclick() { ask(session, "close", take, error); } }, say("stocktake.close")),
        make("button", { type: "button", className: "big danger", disabled: !may, onclick() { ask(session, "discard", take, error); } }, say("stocktake.discard"))) : null,
      session.state === "closing" ? make("p", { className: "notice" }, say("stocktake.closing")) : null),
    make("section", {}, make("div", { className: "titled" }, make("h2", { className: "title" }, say("stocktake.counted")), made.sums), made.lines, made.more),
  ];
  if (may) setTimeout(() => code.focus({ preventScroll: true }));
  return made;
}

function lastPanel(last) {
  if (!last) return [make("p", { className: "soft" }, say("stocktake.waiting"))];
  if (last.kind === "refused") {
    return [make("div", { className: "bad" }, make("b", {}, say("stocktake.refused")), make("span", {}, why(last)), make("code", {}, last.code))];
  }
  return [make("div", { className: last.kind === "undone" ? "care" : "good" },
    make("span", {}, say(`stocktake.kind.${last.kind}`, { amount: shown(last.amount, last.unit) })),
    make("b", {}, shown(last.total, last.unit)),
    make("code", {}, last.sku))];
}

function why(last) {
  return faults.includes(last.fault) ? say(`fault.${last.fault}`) : last.reason;
}

function lineRow(session, line, may, take) {
  const what = make("code", {}, line.sku);
  if (!may) return make("li", {}, what, make("b", {}, shown(line.counted, line.unit)));
  return make("li", {}, what, make("button", { type: "button", "aria-label": say("stocktake.edit", { sku: line.sku }), onclick() { edit(session, line, take); } }, shown(line.counted, line.unit)));
}

function edit(session, line, take) {
  const factor = line.unit === "mg" ? 1e6 : 1;
  const field = make("input", { type: "number", inputMode: "decimal", min: 0, step: line.unit === "mg" ? "0.001" : 1, value: String(line.counted / factor), required: true, id: "line" });
  const error = make("p", { className: "error", role: "alert" });
  dialog(say("stocktake.edit", { sku: line.sku }), [make("label", { htmlFor: "line" }, say(line.unit === "mg" ? "stocktake.weight" : "stocktake.quantity")), field, error], say("stocktake.set"), "main", async () => {
    const answer = await take(`/${session.id}/lines/${encodeURIComponent(line.sku)}`, { quantity: Math.round(Number(field.value) * factor), unit: line.unit, id: uuid() });
    tellErrors(error, answer);
    return answer.ok;
  });
  field.select();
}

function ask(session, what, take, error) {
  dialog(say(`stocktake.${what}.title`), [make("p", {}, say(`stocktake.${what}.text`, { lines: count("stocktake.lines", session.lineCount) }))], say(`stocktake.${what}`), what === "close" ? "main" : "danger", async () => {
    tellErrors(error, await take(`/${session.id}/${what}`));
    return true;
  });
}

function dialog(title, content, yes, kind, act) {
  const box = make("dialog", { "aria-labelledby": "dialog-title", onclose() { box.remove(); } },
    make("form", { async onsubmit(event) { event.preventDefault(); if (await act()) box.close(); } },
      make("h2", { id: "dialog-title" }, title), content,
      make("div", { className: "row" },
        make("button", { type: "button", className: "big", onclick() { box.close(); } }, say("stocktake.cancel")),
        make("button", { type: "submit", className: `${kind} big` }, yes))));
  document.body.append(box);
  box.showModal();
}

function tellErrors(node, answer) {
  node.textContent = answer.ok ? "" : answer.errors.map(e => e.message || say("stocktake.noAnswer")).join(" ");
  if (!answer.ok) announce(node.textContent);
}

// crypto.randomUUID is there only over TLS and on localhost.
function uuid() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = bytes[6] & 0x0f | 0x40;
  bytes[8] = bytes[8] & 0x3f | 0x80;
  return [...bytes].map((byte, i) => ([4, 6, 8, 10].includes(i) ? "-" : "") + byte.toString(16).padStart(2, "0")).join("");
}
