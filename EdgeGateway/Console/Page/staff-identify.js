// A member without a face: staff type the phone number that is said, or scan the card into the field. The same arrival as any other.
import { announce, fill, make } from "./dom.js";
import { send } from "./send.js";
import { current, say } from "./words.js";

export function showIdentify(place, isStale) {
  fill(place, [isStale, current()], () => {
    const field = make("input", { id: "identify-text", type: "text", inputMode: "tel", autocomplete: "off", maxLength: 128, required: true, disabled: isStale });
    const said = make("p", { className: "soft small", role: "status" });
    return [make("form", { className: "identify", onsubmit(event) { event.preventDefault(); identify(field, said); } },
      make("label", { htmlFor: "identify-text" }, say("staff.identify")),
      make("div", { className: "row" }, field, make("button", { type: "submit", disabled: isStale }, say("staff.identify.go"))), said)];
  });
}

async function identify(field, said) {
  const answer = await send("POST", "/v1/members/identify", { text: field.value });
  const words = answer.ok ? say(answer.body.hasArrived ? "staff.identify.arrived" : "staff.identify.here", { name: answer.body.name ?? say("staff.nameless") })
    : answer.status === 404 ? say("staff.identify.nobody") : say("staff.failed");
  said.textContent = words;
  announce(words);
  if (answer.ok) field.value = "";
}
