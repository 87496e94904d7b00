// Cameras: what they see, where and when they may look at faces, and from which likeness on a face is somebody. Asked for every two seconds while the page is looked at.
import { showChoice } from "./camera-choice.js";
import { showMeasure } from "./camera-measure.js";
import { showZone } from "./camera-zone.js";
import { at, fill, make, put } from "./dom.js";
import { followStatus } from "./live.js";
import { followPermission, mayChange } from "./permission.js";
import { send } from "./send.js";
import { open } from "./shell.js";
import { current, number, say, time } from "./words.js";

const page = { state: null, camera: null, corners: null, drawn: false, notices: [], may: false, trouble: "" };
let stale = false;
let timer = 0;
let turnStatus = () => {};
let turnPermission = () => {};

const chosen = () => page.state?.cameras.find(one => one.id === decodeURIComponent(location.hash.slice(1))) ?? page.state?.cameras[0] ?? null;

function show() {
  turnPermission();
  page.may = mayChange() && !stale;
  const { state } = page;
  const before = page.camera?.id;
  page.camera = chosen();
  if (before !== page.camera?.id) Object.assign(page, { corners: null, drawn: false });
  if (page.camera && !page.drawn) page.corners = page.camera.rules.polygon.map(({ x, y }) => [x, y]);
  put(at("trouble"), page.trouble || (stale && state ? say("camera.offline") : ""));
  put(at("trouble"), !at("trouble").textContent, "hidden");
  put(at("problem"), state?.problem ? say("camera.problem", { why: state.problem }) : "");
  put(at("problem"), !state?.problem, "hidden");
  put(at("loading"), state && state.cameras.length ? "" : say(state ? "camera.none" : mayChange() ? "camera.loading" : "camera.hidden"));
  put(at("loading"), Boolean(state?.cameras.length), "hidden");
  put(at("camera"), !page.camera, "hidden");
  tabs();
  if (!page.camera) return;
  put(at("sight-title"), page.camera.name ?? page.camera.id);
  fill(at("state"), [page.camera.state, page.camera.reason, page.camera.picture, page.camera.framesPerSecond, page.camera.armedUntil, current()], states);
  showZone(at("sight"), page, show);
  showChoice(at("choice"), page, act);
  today();
  showMeasure(at("measure"), page, act);
}

function tabs() {
  const cameras = page.state?.cameras ?? [];
  put(at("tabs"), cameras.length < 2, "hidden");
  fill(at("tabs"), [cameras.map(one => [one.id, one.name]), page.camera?.id], () => cameras.map(one =>
    make("a", { href: `#${encodeURIComponent(one.id)}`, "aria-current": one.id === page.camera?.id ? "true" : undefined }, one.name ?? one.id)));
}

function states() {
  const { state, picture, framesPerSecond, width, height, armedUntil } = page.camera;
  const chip = (tone, text) => make("span", { className: `chip ${tone}` }, text);
  const list = [chip(state === "online" ? "good" : state === "offline" ? "bad" : "care", say(`camera.state.${state}`))];
  if (state === "online" && picture && picture !== "live") list.push(chip("bad", say(`camera.picture.${picture}`)));
  if (state === "online" && width) list.push(chip("", `${width} × ${height}`));
  if (state === "online" && framesPerSecond) list.push(chip("", say("camera.fps", { n: number(framesPerSecond) })));
  if (armedUntil) list.push(chip("care", say("camera.armedUntil", { time: time(armedUntil, true) })));
  return list;
}

function today() {
  const hours = page.camera.today;
  put(at("today"), !hours.length, "hidden");
  fill(at("today"), [hours, current()], () => {
    const most = Math.max(1, ...hours.map(hour => hour.count));
    return [make("h2", { id: "today-title" }, say("camera.today", { n: number(hours.reduce((sum, hour) => sum + hour.count, 0)) })),
      make("div", { className: "hours" }, hours.map(hour => {
        const bar = make("i");
        bar.style.height = `${100 * hour.count / most}%`;
        return make("div", {}, make("b", {}, number(hour.count)), make("span", {}, bar), make("small", {}, time(hour.from)));
      }))];
  });
}

// Does something at the camera; what went wrong is given back and, without a form, stands on top of the page.
async function act(method, path, body, inForm) {
  const answer = await send(method, `/v1/camera/${encodeURIComponent(page.camera.id)}/${path}`, body);
  if (answer.ok) page.state = answer.body;
  page.trouble = answer.ok || inForm ? "" : answer.errors.map(error => error.message || say("camera.noAnswer")).join(" ");
  if (answer.ok && path === "rules") page.drawn = false;
  show();
  return answer;
}

async function ask() {
  clearTimeout(timer);
  if (!document.hidden) {
    const answer = await send("GET", "/v1/camera");
    if (answer.ok) page.state = answer.body;
    else if (answer.status === 403) page.state = null;
    show();
  }
  timer = setTimeout(ask, 2000);
}

async function read() {
  const answer = await send("GET", `/v1/camera/notices/${current()}`);
  page.notices = answer.ok ? answer.body.notices : [];
  show();
}

addEventListener("hashchange", show);
document.addEventListener("visibilitychange", () => { if (!document.hidden) ask(); });
await open("nav.camera", () => { turnStatus(); read(); });
turnPermission = followPermission(at("permission"), () => { ask(); read(); });
turnStatus = followStatus((status, now) => {
  if (status) put(at("about"), say("about", { version: status.version, time: time(status.startedAt), epoch: status.outbox.epoch, seq: status.outbox.lastSeq }));
  if (stale !== now.stale) { stale = now.stale; show(); }
});
ask();
