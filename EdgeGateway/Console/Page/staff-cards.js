// One card a member who is here: who, since when, how that is known, what they usually buy and whether it lies here, and what staff can answer.
import { at, fill, make } from "./dom.js";
import { askWithdrawal } from "./staff-withdraw.js";
import { count, current, number, say, strings, time } from "./words.js";

const nodes = new Map();
const busy = new Set();

export function showCards(node, staff, stale, queued, answer) {
  const alerts = inOrder(staff.view?.alerts ?? [], staff.view?.me?.id);
  const ids = alerts.map(one => one.id);
  for (const id of nodes.keys()) if (!ids.includes(id)) nodes.delete(id);
  for (const id of ids) if (!nodes.has(id)) nodes.set(id, make("article", { className: "card alert", id: `alert-${id}` }));
  fill(node, [ids, ids.length ? "" : [staff.view !== null, Boolean(staff.view?.me?.onShiftSince), current()]], () => ids.length ? ids.map(id => nodes.get(id)) : empty(staff));
  for (const one of alerts) {
    const waits = queued.filter(action => action.alert === one.id).map(action => action.what);
    const minutes = Math.max(0, Math.floor((Date.now() + staff.ahead - new Date(one.at)) / 60000));
    const context = { me: staff.view.me, names: staff.view.names, may: staff.view.me !== null, enrol: staff.known.includes("/members"), stale, waits, minutes, answer, redraw: staff.redraw };
    fill(nodes.get(one.id), [one, context.me, context.names, waits, minutes, stale, busy.has(one.id), context.enrol, current()], () => card(one, context));
    nodes.get(one.id).className = `card alert is-${one.state} ${isMine(one, context.me) ? "is-mine" : ""}`;
  }
}

// Whose turn it is comes first, then who waits longest; claimed and snoozed ones after.
function inOrder(alerts, me) {
  const rank = one => one.state === "new" ? one.offeredTo === null || one.offeredTo === me ? 0 : 1 : one.state === "claimed" ? one.claimedBy === me ? 2 : 3 : 4;
  return [...alerts].sort((a, b) => rank(a) - rank(b) || a.at.localeCompare(b.at));
}

const isMine = (one, me) => one.state === "new" ? me !== null && (one.offeredTo === null || one.offeredTo === me.id) : one.claimedBy !== null && one.claimedBy === me?.id;

function empty(staff) {
  return make("p", { className: "empty" }, say(!staff.view ? "staff.loading" : staff.view.me?.onShiftSince ? "staff.nobody" : "staff.nobody.off"));
}

function card(one, context) {
  const called = one.name ?? say("staff.nameless");
  return [
    make("div", { className: "titled" },
      make("h2", {}, called),
      make("div", { className: "row wrap" },
        one.level ? make("span", { className: "chip care" }, `★ ${strings(`staff.level.${one.level}`) ?? one.level}`) : null,
        make("span", { className: `chip ${one.state === "claimed" ? "good" : one.state === "new" ? "bad" : ""}` }, state(one, context)))),
    make("p", { className: "when" }, context.minutes < 1 ? say("staff.now", { time: time(one.at) }) : count("staff.ago", context.minutes), " · ", one.zone),
    make("dl", { className: "facts" },
      fact("staff.how", one.confidence === null ? say(`staff.how.${one.how}`) : say("staff.how.sure", { how: say(`staff.how.${one.how}`), percent: number(Math.round(one.confidence * 100)) })),
      fact("staff.lastVisit", one.lastVisit ? day(one.lastVisit) : say("staff.unknown")),
      fact("staff.consent", say(`staff.consent.${one.consent}`)),
      one.assignedTo ? fact("staff.assigned", context.names[one.assignedTo] ?? one.assignedTo) : null),
    one.usual.length ? [make("h3", {}, say("staff.usual")), make("ul", { className: "goods" }, one.usual.map(goods))] : null,
    one.notes.length ? [make("h3", {}, say("staff.notes")), make("ul", { className: "notes" }, one.notes.map(note => make("li", {}, note.text, note.who ? make("span", { className: "soft small by" }, say("staff.note.by", { name: context.names[note.who] ?? note.who, time: time(note.at) })) : null)))] : null,
    context.waits.length ? make("p", { className: "notice", role: "status" }, say("staff.waiting", { what: context.waits.map(what => say(`staff.${what}`)).join(say("staff.comma")) })) : null,
    context.may ? actions(one, called, context) : null,
  ].flat();
}

function fact(key, value) {
  return [make("dt", {}, say(key)), make("dd", {}, value)];
}

function goods(one) {
  const [tone, sign, text] = one.onShelf === null ? ["", "?", say("staff.shelf.unknown")] : one.onShelf > 0 ? ["good", "✓", count("staff.shelf", one.onShelf)] : ["bad", "×", say("staff.shelf.none")];
  return make("li", {}, make("span", {}, one.name), make("span", { className: `chip ${tone}` }, make("span", { "aria-hidden": "true" }, `${sign} `), text));
}

function state(one, { me, names }) {
  if (one.state === "claimed") return one.claimedBy === me?.id ? say("staff.state.mine") : say("staff.state.claimed", { name: names[one.claimedBy] ?? one.claimedBy });
  if (one.state === "snoozed") return say("staff.state.snoozed", { time: one.snoozedUntil ? time(one.snoozedUntil) : "" });
  if (one.state !== "new") return say(`staff.state.${one.state}`);
  return one.offeredTo === null ? say("staff.state.everybody") : one.offeredTo === me?.id ? say("staff.state.you") : say("staff.state.offered", { name: names[one.offeredTo] ?? one.offeredTo });
}

function actions(one, called, { me, stale, waits, enrol, answer, redraw }) {
  const inHand = busy.has(one.id);
  const act = (what, body) => async () => {
    busy.add(one.id);
    redraw();
    try { await answer(one, what, body); } finally { busy.delete(one.id); }
    redraw();
  };
  const button = (what, tone, body) => make("button", { type: "button", className: tone, "data-act": what, disabled: inHand || waits.includes(what), onclick: act(what, body) }, say(`staff.${what}`));
  const isOpen = one.state === "new" || one.state === "snoozed";
  const own = one.state === "claimed" && one.claimedBy === me?.id;
  return make("div", { className: "actions" },
    isOpen ? button("claim", "main big wide") : null,
    own ? button("done", "main big wide") : null,
    one.state === "new" ? button("snooze", "big", { minutes: 5 }) : null,
    isOpen || own ? button("dismiss", "big", { reason: "not_this_person" }) : null,
    make("button", { type: "button", className: "big", "data-act": "note", disabled: inHand, onclick: () => askNote(one, called, answer) }, say("staff.note")),
    enrol && one.consent === "none" ? make("a", { className: "button big", href: `/members#member=${encodeURIComponent(one.member)}` }, say("staff.enrol")) : null,
    one.consent === "face" ? make("button", { type: "button", className: "big danger", "data-act": "withdraw", disabled: inHand || stale, onclick: () => askWithdrawal(at("ask"), one, called) }, say("staff.withdraw")) : null);
}

function askNote(one, called, answer) {
  const dialog = at("ask");
  const text = make("textarea", { id: "note", rows: 4, maxLength: 500, required: true, "aria-label": say("staff.note.text") });
  dialog.replaceChildren(make("form", { method: "dialog", async onsubmit(event) {
    event.preventDefault();
    dialog.close();
    await answer(one, "note", { text: text.value.trim() });
  } },
    make("h2", {}, say("staff.note.title", { name: called })),
    make("p", { className: "soft small" }, say("staff.note.hint")),
    text,
    make("div", { className: "row" },
      make("button", { type: "button", className: "big", onclick: () => dialog.close() }, say("staff.cancel")),
      make("button", { type: "submit", className: "main big" }, say("staff.note.keep")))));
  dialog.showModal();
}

function day(text) {
  return new Intl.DateTimeFormat(current(), { dateStyle: "medium" }).format(new Date(text));
}
