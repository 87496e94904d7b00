// Withdrawal at the wish told to staff: asked once more, done at once, and the receipt is shown. Only with the gateway in reach: a wish is not left waiting unseen.
import { make } from "./dom.js";
import { send } from "./send.js";
import { current, say } from "./words.js";

export function askWithdrawal(dialog, one, called) {
  const trouble = make("p", { className: "notice bad", role: "alert", hidden: true });
  const sure = make("button", { type: "submit", className: "danger big" }, say("staff.withdraw.sure"));
  dialog.replaceChildren(make("form", { method: "dialog", async onsubmit(event) {
    event.preventDefault();
    sure.disabled = true;
    const answer = await send("POST", `/v1/staff/members/${encodeURIComponent(one.member)}/withdraw`, {});
    if (answer.ok) showReceipt(dialog, answer.body, called);
    else {
      sure.disabled = false;
      trouble.hidden = false;
      trouble.textContent = say(answer.status === 404 ? "staff.withdraw.nothing" : "staff.withdraw.failed");
    }
  } },
    make("h2", {}, say("staff.withdraw.title", { name: called })),
    make("p", {}, say("staff.withdraw.what")),
    make("p", { className: "soft small" }, say("staff.withdraw.still")),
    trouble,
    make("div", { className: "row" },
      make("button", { type: "button", className: "big", onclick: () => dialog.close() }, say("staff.cancel")),
      sure)));
  dialog.showModal();
}

function showReceipt(dialog, receipt, called) {
  const at = new Intl.DateTimeFormat(current(), { dateStyle: "medium", timeStyle: "medium", hour12: false, hourCycle: "h23" }).format(new Date(receipt.at));
  dialog.replaceChildren(make("form", { method: "dialog", className: "receipt" },
    make("h2", {}, say("staff.receipt")),
    make("p", {}, say("staff.receipt.text", { name: called })),
    make("dl", { className: "facts" },
      make("dt", {}, say("staff.receipt.number")), make("dd", {}, make("code", { id: "receipt" }, receipt.number)),
      make("dt", {}, say("staff.receipt.member")), make("dd", {}, receipt.member),
      make("dt", {}, say("staff.receipt.at")), make("dd", {}, at)),
    make("p", { className: "soft small" }, say("staff.receipt.show")),
    make("div", { className: "row" }, make("button", { type: "submit", className: "main big" }, say("staff.close")))));
}
