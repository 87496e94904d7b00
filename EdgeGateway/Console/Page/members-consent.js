// Taking a consent: the text in the person's own language, and every choice made by the person, none beforehand.
import { fill, make, put } from "./dom.js";
import { field, mistakes } from "./form.js";
import { send } from "./send.js";
import { current, say } from "./words.js";

const languages = [["en", "English"], ["zh-CN", "简体中文"], ["zh-TW", "繁體中文"]];

export function showConsent(node, page, act, go) {
  fill(node, ["consent", current()], () => build(page, act, go));
}

function build(page, act, go) {
  const id = crypto.randomUUID?.();
  const subject = make("input", { id: "subject", maxLength: 64, required: true, autocomplete: "off", spellcheck: "false", autocapitalize: "none" });
  const staff = make("input", { type: "checkbox", id: "is-staff", onchange: turn });
  const name = make("input", { id: "staff-name", maxLength: 64, autocomplete: "off" });
  const who = make("input", { id: "who", maxLength: 64, required: true, autocomplete: "name", value: localStorage.getItem("counter") ?? "" });
  const how = make("select", { id: "how" }, ["page", "paper"].map(value => make("option", { value }, say(`members.how.${value}`))));
  const language = make("select", { id: "text-language", onchange: readText }, languages.map(([value, text]) => make("option", { value, lang: value, selected: value === current() }, text)));
  const text = make("div", { className: "text", tabIndex: 0, role: "region", "aria-label": say("members.textShown") });
  const check = (path, key) => [make("label", { className: "check" }, make("input", { type: "checkbox", "data-path": path }), make("span", {}, say(key))), make("p", { className: "error", id: `error-${path}` })];
  const other = value => make("label", { className: "check" }, make("input", { type: "radio", name: "other", value }), make("span", {}, say(`members.other.${value}`)));
  const nameField = field("name", say("members.staffName"), name);
  const form = make("form", { className: "consent", onsubmit: submit, noValidate: true },
    make("p", { className: "notice bad", role: "alert", hidden: true }),
    make("div", { className: "fields" },
      field("subject", say("members.subject"), subject, say("members.subject.hint")), field("who", say("members.taker"), who), field("how", say("members.how"), how),
      field("language", say("members.textLanguage"), language)),
    make("label", { className: "check" }, staff, make("span", {}, say("members.isStaff"))), nameField,
    text,
    make("p", { className: "soft small" }, say("members.keeps", { days: page.state.keepDays, most: page.state.longestDays })),
    check("ageConfirmed", "members.age"), check("agreed", "members.agreed"),
    make("fieldset", { "data-path": "otherStores" }, make("legend", { className: "small" }, say("members.other")), other("no"), other("yes")),
    make("p", { className: "error", id: "error-otherStores" }),
    make("input", { type: "hidden", "data-path": "textVersion" }), make("p", { className: "error", id: "error-textVersion" }),
    make("div", { className: "row wrap" }, make("button", { type: "submit", className: "main" }, say("members.takeConsent")), make("button", { type: "button", onclick: () => go(null) }, say("members.cancel"))));
  let version = null;

  function turn() { put(nameField, !staff.checked, "hidden"); }
  async function readText() {
    const answer = await send("GET", `/v1/members/texts/${language.value}`);
    const shown = answer.ok ? answer.body.texts.find(one => one.version === page.state.textVersion) : null;
    version = shown?.version ?? null;
    text.lang = language.value;
    text.replaceChildren(...(shown ? [make("h3", {}, shown.title), ...shown.body.split(/\n\s*\n|\n/).map(part => make("p", {}, part)), make("p", { className: "soft small" }, shown.version)] : [make("p", { className: "notice bad" }, say("members.noAnswer"))]));
  }
  async function submit(event) {
    event.preventDefault();
    const checked = path => form.querySelector(`[data-path=${path}]`).checked;
    const chosen = form.querySelector("[name=other]:checked")?.value;
    const ours = [
      [!subject.value.trim(), "subject", "members.missing.subject"], [!who.value.trim(), "who", "camera.whoMissing"], [!checked("ageConfirmed"), "ageConfirmed", "members.missing.age"],
      [!checked("agreed"), "agreed", "members.missing.agreed"], [!chosen, "otherStores", "members.missing.other"],
    ].filter(([wrong]) => wrong).map(([, path, key]) => ({ path, message: say(key), ours: true }));
    if (mistakes(form, ours)) return;
    localStorage.setItem("counter", who.value.trim());
    const wanted = subject.value.trim();
    const answer = await act("POST", "/consents", {
      subject: wanted, isStaff: staff.checked, textVersion: version, language: language.value, how: how.value, who: who.value.trim(),
      ageConfirmed: true, agreed: true, otherStores: chosen === "yes", id,
    }, true);
    if (!answer.ok) mistakes(form, answer.errors);
    else go(page.state.pack ? { step: "photos", subject: wanted, isStaff: staff.checked, name: name.value.trim() } : null);
  }
  turn();
  readText();
  return [make("h2", {}, say("members.consent")), make("p", { className: "soft small" }, say("members.consent.hint")), form];
}
