// Pairing this phone: by the link of the QR code, or by typing what stands below it.
import { fill, make } from "./dom.js";
import { field, mistakes } from "./form.js";
import { send } from "./send.js";
import { current, say } from "./words.js";

export function showPairing(node, self, paired) {
  const code = /^#pair=([0-9A-Za-z-]{1,16})$/.exec(location.hash)?.[1] ?? "";
  fill(node, [self.secure, code, current()], () => self.secure ? [form(code, paired)] : []);
}

function form(code, paired) {
  const input = make("input", { id: "code", required: true, maxLength: 16, autocomplete: "one-time-code", autocapitalize: "characters", spellcheck: false, value: code, className: "code" });
  const button = make("button", { type: "submit", className: "main big" }, say("staff.pair"));
  const made = make("form", { className: "card pairing", onsubmit: submit },
    make("h2", {}, say("staff.pair.title")),
    make("p", { className: "soft" }, say(code ? "staff.pair.linked" : "staff.pair.how")),
    make("p", { className: "notice bad", role: "alert", hidden: true }),
    field("code", say("staff.pair.code"), input, code ? null : say("staff.pair.code.hint")),
    button);
  async function submit(event) {
    event.preventDefault();
    button.disabled = true;
    const answer = await send("POST", "/v1/staff/pair", { code: input.value, device: device() });
    button.disabled = false;
    if (answer.ok) paired(answer.body);
    else mistakes(made, [{ path: answer.status === 0 ? "" : "code", message: say(answer.status === 429 ? "staff.pair.tooOften" : answer.status === 0 ? "staff.offline.never" : "staff.pair.wrong"), ours: true }]);
  }
  return made;
}

// What the owner will know this phone by: "Android, Chrome".
function device() {
  const agent = navigator.userAgent;
  const system = /iPhone|iPad/.exec(agent)?.[0] ?? /Android|Windows|Mac OS X|Linux/.exec(agent)?.[0] ?? "?";
  const browser = [["Edg", "Edge"], ["MicroMessenger", "WeChat"], ["HuaweiBrowser", "Huawei"], ["MiuiBrowser", "Xiaomi"], ["SamsungBrowser", "Samsung"], ["Firefox", "Firefox"], ["CriOS", "Chrome"], ["Chrome", "Chrome"], ["Safari", "Safari"]]
    .find(([sign]) => agent.includes(sign))?.[1];
  return [system, browser].filter(Boolean).join(", ");
}
