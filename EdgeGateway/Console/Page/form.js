// Fields with their label, hint and mistake, told to screen readers too.
import { make } from "./dom.js";
import { say } from "./words.js";

export function field(path, label, input, hint) {
  const described = [`error-${path}`];
  if (hint) described.unshift(`hint-${path}`);
  input.setAttribute("aria-describedby", described.join(" "));
  input.dataset.path = path;
  return make("div", { className: "field" },
    make("label", { htmlFor: input.id }, label, input.required ? make("span", { className: "required", "aria-hidden": "true" }, " *") : null),
    input,
    hint ? make("p", { className: "soft small", id: `hint-${path}` }, hint) : null,
    make("p", { className: "error", id: `error-${path}` }));
}

export function list(id, values) {
  return make("datalist", { id }, values.map(value => make("option", { value })));
}

// Shows errors at their fields, those without a field on top, and goes to the first. Whether there were any.
export function mistakes(form, errors) {
  const top = [];
  let first = null;
  for (const input of form.querySelectorAll("[data-path]")) {
    const of = errors.filter(e => e.path === input.dataset.path);
    const text = form.querySelector(`#${CSS.escape(`error-${input.dataset.path}`)}`);
    text.textContent = of.map(e => e.message).join(" ");
    text.lang = of.some(e => !e.ours) ? "en" : "";
    if (of.length) input.setAttribute("aria-invalid", "true"); else input.removeAttribute("aria-invalid");
    if (of.length) first ??= input;
  }
  for (const error of errors) {
    if (!form.querySelector(`[data-path="${CSS.escape(error.path)}"]`)) top.push(error.message ? `${error.path ? `${error.path}: ` : ""}${error.message}` : say("setup.noAnswer"));
  }
  const notice = form.querySelector("[role=alert]");
  notice.textContent = top.join(" ");
  notice.hidden = top.length === 0;
  first?.focus();
  return errors.length > 0;
}
