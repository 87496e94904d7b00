// Withdrawing a consent: asked once, done at once, and a receipt that can be shown or printed.
import { make } from "./dom.js";
import { mistakes } from "./form.js";
import { say } from "./words.js";

export function askWithdrawal(page, person, act) {
  const who = make("input", { id: "withdraw-who", maxLength: 64, required: true, autocomplete: "name", value: localStorage.getItem("counter") ?? "", "data-path": "who" });
  const print = make("input", { type: "checkbox", checked: page.state.canPrint, disabled: !page.state.canPrint });
  const form = make("form", { onsubmit: submit, noValidate: true },
    make("h2", {}, say("members.withdrawal", { subject: person.name ?? person.subject })), make("p", {}, say("members.withdrawal.text")),
    make("p", { className: "notice bad", role: "alert", hidden: true }),
    make("div", { className: "field" }, make("label", { htmlFor: "withdraw-who" }, say("members.withdrawer")), who, make("p", { className: "error", id: "error-who" })),
    make("label", { className: "check" }, print, make("span", {}, say(page.state.canPrint ? "members.print" : "members.noPrinter"))),
    make("div", { className: "row" }, make("button", { type: "button", onclick: () => dialog.close() }, say("members.cancel")), make("button", { type: "submit", className: "danger" }, say("members.withdraw"))));
  const dialog = make("dialog", { onclose: () => dialog.remove() }, form);
  async function submit(event) {
    event.preventDefault();
    if (mistakes(form, who.value.trim() ? [] : [{ path: "who", message: say("camera.whoMissing"), ours: true }])) return;
    localStorage.setItem("counter", who.value.trim());
    const answer = await act("POST", `/${encodeURIComponent(person.subject)}/withdraw`, { who: who.value.trim(), print: print.checked }, true);
    if (!answer.ok) { mistakes(form, answer.errors); return; }
    dialog.replaceChildren(receipt(answer.body, dialog));
    page.read();
  }
  document.body.append(dialog);
  dialog.showModal();
}

function receipt(shown, dialog) {
  const [title, ...lines] = shown.lines;
  return make("form", { method: "dialog", className: "receipt" },
    make("div", { lang: shown.language, className: "paper" }, make("h2", {}, title), lines.map(line => make("p", {}, line))),
    shown.printed ? make("p", { className: "soft small" }, say("members.printed")) : null,
    shown.printProblem ? make("p", { className: "notice" }, say("members.notPrinted", { why: shown.printProblem })) : null,
    make("div", { className: "row" }, make("button", { className: "main", autofocus: true, onclick: () => dialog.close() }, say("members.done"))));
}
