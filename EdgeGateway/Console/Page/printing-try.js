// A document with data of one's own: seen as it will be printed, before it is.
import { fill, make } from "./dom.js";
import { field, mistakes } from "./form.js";
import { templateName } from "./printing-jobs.js";
import { token } from "./send.js";
import { current, say } from "./words.js";

const languages = [["zh-CN", "简体中文"], ["zh-TW", "繁體中文"], ["en", "English"]];
let shown = null;

export function showTry(node, printing, act) {
  const { templates, printers } = printing.state;
  fill(node, [templates, printers.map(printer => [printer.id, printer.name]), printing.may, current()], () => form(printing, act));
}

function form(printing, act) {
  const { templates, printers } = printing.state;
  const choice = (id, options) => make("select", { id }, options);
  const template = choice("try-template", templates.map(name => make("option", { value: name }, templateName(name))));
  const culture = choice("try-culture", languages.map(([value, name]) => make("option", { value, selected: value === current() }, name)));
  const printer = choice("try-printer", printers.map(one => make("option", { value: one.id }, one.name ?? one.id)));
  const copies = make("input", { id: "try-copies", type: "number", min: 1, max: 100, value: 1, inputMode: "numeric" });
  const data = make("textarea", { id: "try-data", spellcheck: "false", autocomplete: "off" });
  const picture = make("div", { className: "picture" }, make("p", { className: "soft" }, say("printing.try.empty")));
  const node = make("form", { className: "card try", onsubmit: print },
    make("div", { className: "fields" },
      field("template", say("printing.try.template"), template), field("culture", say("printing.try.culture"), culture),
      field("printer", say("printing.try.printer"), printer), field("copies", say("printing.try.copies"), copies)),
    picture,
    make("div", {},
      make("p", { className: "notice bad", role: "alert", hidden: true }),
      field("data", say("printing.try.data"), data, say("printing.try.data.hint")),
      make("div", { className: "row wrap" },
        make("button", { type: "button", disabled: !printing.may, onclick: preview }, say("printing.preview")),
        make("button", { type: "submit", className: "main", disabled: !printing.may }, say("printing.print")))));

  function body() {
    let read;
    try { read = JSON.parse(data.value || "{}"); } catch (e) { return { errors: [{ path: "data", message: e.message, ours: false }] }; }
    return { errors: [], body: { template: template.value, culture: culture.value, printer: printer.value, copies: Number(copies.value), data: read } };
  }
  async function sample() {
    try {
      const answer = await fetch(`/v1/printing/samples/${encodeURIComponent(template.value)}/${culture.value}`);
      if (answer.ok) data.value = JSON.stringify(await answer.json(), null, 1);
    } catch { /* The head of the page says that the gateway does not answer. */ }
    if (printing.may) preview();
  }
  async function preview() {
    const wanted = body();
    if (mistakes(node, wanted.errors)) return;
    const headers = { "Content-Type": "application/json", ...(token() ? { Authorization: `Bearer ${token()}` } : {}) };
    try {
      const answer = await fetch("/v1/printing/preview", { method: "POST", headers, body: JSON.stringify(wanted.body) });
      if (!answer.ok) { mistakes(node, (await answer.json()).errors); return; }
      // As an image nothing in it can run.
      if (shown) URL.revokeObjectURL(shown);
      shown = URL.createObjectURL(await answer.blob());
      picture.replaceChildren(make("img", { className: "paper", src: shown, alt: say("printing.previewOf", { name: templateName(template.value) }) }));
      mistakes(node, []);
    } catch { mistakes(node, [{ path: "", message: "" }]); }
  }
  async function print(event) {
    event.preventDefault();
    const wanted = body();
    if (!mistakes(node, wanted.errors)) mistakes(node, (await act("jobs", { ...wanted.body, id: crypto.randomUUID?.() })).errors);
  }
  template.addEventListener("change", sample);
  culture.addEventListener("change", sample);
  printer.addEventListener("change", () => { if (printing.may) preview(); });
  sample();
  return node;
}
