// A code for one phone, as a QR code and in letters, for as long as it is good; and the address that phones take.
import { make, put } from "./dom.js";
import { send } from "./send.js";
import { say } from "./words.js";

let tick = 0;

export async function showCode(dialog, person, origins, done) {
  clearInterval(tick);
  const chosen = localStorage.getItem("phones.origin");
  const origin = origins.includes(chosen) ? chosen : origins[0];
  const answer = await send("POST", "/v1/staff/pairings", { staff: person.id, origin });
  const before = answer.body?.expiresAt ? new Date(answer.body.expiresAt) - Date.now() : 0;
  const left = make("p", { className: "soft small", role: "timer" });
  const close = make("button", { type: "button", className: "main big", onclick: () => dialog.close() }, say("staff.close"));
  const choice = make("select", { id: "origin", onchange() { localStorage.setItem("phones.origin", choice.value); showCode(dialog, person, origins, done); } },
    origins.map(one => make("option", { value: one, selected: one === origin }, new URL(one).host)));
  dialog.replaceChildren(make("form", { method: "dialog" },
    make("h2", {}, say("phones.code", { name: person.name })),
    answer.ok
      ? [make("p", { className: "soft" }, say("phones.code.how")),
        make("img", { className: "qr", alt: say("phones.code.qr"), src: URL.createObjectURL(new Blob([answer.body.qrSvg], { type: "image/svg+xml" })) }),
        make("p", { className: "code" }, make("code", { id: "pairing-code" }, answer.body.code)),
        left]
      : make("p", { className: "notice bad", role: "alert" }, answer.errors.map(error => error.message).join(" ") || say("setup.noAnswer")),
    make("label", { className: "small soft", htmlFor: "origin" }, say("phones.address")),
    choice,
    make("div", { className: "row" }, close)));
  if (!dialog.open) {
    dialog.addEventListener("close", () => { clearInterval(tick); done(); }, { once: true });
    dialog.showModal();
  }
  const ends = Date.now() + before;
  const turn = () => {
    const seconds = Math.max(0, Math.round((ends - Date.now()) / 1000));
    put(left, seconds ? say("phones.code.left", { time: `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}` }) : say("phones.code.over"));
  };
  turn();
  tick = setInterval(turn, 1000);
}
