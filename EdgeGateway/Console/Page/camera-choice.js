// When a camera may look at faces. Nothing is chosen beforehand; what is switched on needs the notice for the door, read and confirmed.
import { fill, make, put } from "./dom.js";
import { field, mistakes } from "./form.js";
import { current, say, time } from "./words.js";

const modes = ["off", "armed", "zone"];

export function showChoice(node, page, act) {
  const { rules, noticeIsCurrent } = page.camera;
  fill(node, [page.camera.id, rules.mode, rules.zone, rules.countAnonymously, rules.chosenAt, noticeIsCurrent, page.may, page.notices.length, current()], () => build(node, page, act));
  for (const one of node.querySelectorAll("[data-needs=zone]")) put(one, !page.corners?.length, "disabled");
  put(node.querySelector("#zone-missing"), Boolean(page.corners?.length), "hidden");
  put(node.querySelector("#zone-changed"), !page.drawn, "hidden");
}

function build(node, page, act) {
  const { rules, noticeIsCurrent } = page.camera;
  const wasChosen = rules.noticeVersion !== null || rules.chosenBy !== "nobody";
  const radio = mode => make("label", { className: "option" },
    make("input", { type: "radio", name: "mode", value: mode, checked: wasChosen && rules.mode === mode, disabled: !page.may, onchange: turn, "data-needs": mode === "off" ? undefined : "zone" }),
    make("span", {}, make("b", {}, say(`camera.mode.${mode}`)), make("small", { className: "soft" }, say(`camera.mode.${mode}.text`))));
  const count = make("input", { type: "checkbox", id: "count", checked: rules.countAnonymously, disabled: !page.may, onchange: turn, "data-needs": "zone" });
  const zone = make("input", { id: "zone", value: rules.zone, maxLength: 64, required: true, disabled: !page.may, autocomplete: "off", spellcheck: "false", pattern: "[a-z0-9][a-z0-9\\-]*" });
  const who = make("input", { id: "who", maxLength: 64, required: true, autocomplete: "name", disabled: !page.may, value: localStorage.getItem("counter") ?? "" });
  const confirmed = make("input", { type: "checkbox", id: "confirmed", disabled: !page.may });
  const notices = make("div", { className: "notices", hidden: true });
  const arm = make("button", { type: "button", hidden: rules.mode !== "armed", disabled: !page.may, onclick: () => act("POST", "arm", {}) }, say("camera.arm"));
  const form = make("form", { onsubmit: submit, noValidate: true },
    make("p", { className: "notice bad", role: "alert", hidden: true }),
    make("fieldset", { "data-path": "mode", "aria-describedby": "error-mode" }, make("legend", { className: "unseen" }, say("camera.mode")), modes.map(radio)),
    make("p", { className: "error", id: "error-mode" }),
    make("label", { className: "option" }, count, make("span", {}, make("b", {}, say("camera.count")), make("small", { className: "soft" }, say("camera.count.text")))),
    make("p", { className: "notice", id: "zone-missing" }, say("camera.zoneMissing")),
    make("p", { className: "notice", id: "zone-changed", hidden: true }, say("camera.zoneChanged")),
    make("input", { type: "hidden", "data-path": "polygon" }), make("p", { className: "error", id: "error-polygon" }),
    notices,
    make("div", { className: "fields" }, field("zone", say("camera.zoneName"), zone, say("camera.zoneName.hint")), field("who", say("camera.who"), who)),
    make("div", { className: "row wrap" }, make("button", { type: "submit", className: "main", disabled: !page.may }, say("camera.save")), arm));

  const mode = () => form.querySelector("[name=mode]:checked")?.value;
  function turn() {
    const needed = [mode(), count.checked ? "count" : null].filter(one => one && one !== "off");
    notices.hidden = needed.length === 0;
    notices.replaceChildren(make("h3", {}, say("camera.notice")), make("p", { className: "soft small" }, say("camera.notice.text", { version: page.state.notice })),
      ...page.notices.filter(one => needed.includes(one.for)).map(one => make("blockquote", {}, make("b", {}, one.title), one.body.split("\n").map(line => make("p", {}, line)))),
      make("label", { className: "check" }, confirmed, make("span", {}, say("camera.confirm"))),
      make("p", { className: "error", id: "error-confirmed" }));
    confirmed.dataset.path = "confirmed";
  }
  async function submit(event) {
    event.preventDefault();
    const wanted = mode();
    const ours = [];
    const on = wanted === "armed" || wanted === "zone" || count.checked;
    if (!wanted) ours.push({ path: "mode", message: say("camera.chooseMode"), ours: true });
    if (on && !confirmed.checked) ours.push({ path: "confirmed", message: say("camera.confirmMissing"), ours: true });
    if (!who.value.trim()) ours.push({ path: "who", message: say("camera.whoMissing"), ours: true });
    if (mistakes(form, ours)) return;
    localStorage.setItem("counter", who.value.trim());
    const answer = await act("POST", "rules", {
      mode: wanted, zone: zone.value.trim(), polygon: page.corners ?? [], countAnonymously: count.checked, noticeVersion: on ? page.state.notice : null, confirmed: on && confirmed.checked, who: who.value.trim(),
    }, true);
    if (!answer.ok) mistakes(form, answer.errors);
  }
  turn();
  return [make("h2", { id: "choice-title" }, say("camera.choice")),
    wasChosen ? make("p", { className: "soft small" }, say("camera.chosen", { who: rules.chosenBy, time: time(rules.chosenAt), notice: rules.noticeVersion ?? "–" }))
      : make("p", { className: "soft small" }, say("camera.notChosen")),
    noticeIsCurrent ? null : make("p", { className: "notice" }, say("camera.noticeOld")),
    form];
}
