// The store's own page: follows /v1/live and says at every moment whether what it shows is true now.
import { at, put } from "./dom.js";
import { forgetValues, showDevices } from "./device.js";
import { followStatus } from "./live.js";
import { open } from "./shell.js";
import { bytes, count, number, say, time } from "./words.js";

let turn = () => {};

function show(status, { stale, heardAt, now }) {
  if (!status) return;
  const { outbox, uplink } = status;
  document.title = `${status.store} · ${status.gateway}`;
  put(document.querySelector("main"), false, "hidden");
  put(document.querySelector(".uplink"), `uplink ${stale ? "offline" : uplink.state}`, "className");
  put(at("uplink-title"), stale ? say("lost") : uplinkTitle(uplink));
  put(at("uplink-detail"), stale ? say("lost.detail", { time: time(heardAt, true) }) : uplinkDetail(uplink, outbox));
  put(at("uplink-reason"), stale || uplink.state === "online" ? "" : uplink.reason ?? "");
  put(at("depth"), number(outbox.depth));
  put(at("depth-unit"), count("depth", outbox.depth));
  put(at("fill"), say("fill", { used: bytes(outbox.bytes), cap: bytes(outbox.capacityBytes) }));
  put(at("oldest"), outbox.oldestTime ? say("oldest", { time: time(outbox.oldestTime) }) : "");
  const share = Math.min(1, outbox.bytes / outbox.capacityBytes);
  const bar = at("bar");
  bar.firstElementChild.style.width = `${share * 100}%`;
  put(bar, `bar ${outbox.refused ? "bad" : share > 0.8 ? "care" : ""}`, "className");
  bar.setAttribute("aria-label", say("outbox"));
  bar.setAttribute("aria-valuemax", outbox.capacityBytes);
  bar.setAttribute("aria-valuenow", outbox.bytes);
  bar.setAttribute("aria-valuetext", at("fill").textContent);
  notice(at("refused"), outbox.refused && say("refused", { reason: outbox.refused }));
  notice(at("dropped"), outbox.dropped > 0 && count("dropped", outbox.dropped));
  put(at("devices-title"), say("devices"));
  put(at("no-devices"), say("noDevices"));
  put(at("no-devices"), status.devices.length > 0, "hidden");
  if (stale) forgetValues();
  else showDevices(at("devices"), status.devices, now);
  put(at("about"), say("about", { version: status.version, time: time(status.startedAt), epoch: outbox.epoch, seq: number(outbox.lastSeq) }));
}

function uplinkTitle(uplink) {
  if (uplink.state !== "offline") return say(`uplink.${uplink.state}`);
  return uplink.since ? say("uplink.offline", { time: time(uplink.since) }) : say("uplink.offline.never");
}

function uplinkDetail(uplink, outbox) {
  if (uplink.state === "connecting") return say("uplink.connecting.detail");
  if (uplink.state === "offline") return say("uplink.offline.detail", { events: count("events", outbox.depth) });
  return uplink.lastCommittedAt ? say("uplink.online.confirmed", { time: time(uplink.lastCommittedAt, true) }) : say("uplink.online.waiting");
}

function notice(node, text) {
  put(node, text || "");
  put(node, !text, "hidden");
}

await open("nav.overview", () => turn());
turn = followStatus(show);
