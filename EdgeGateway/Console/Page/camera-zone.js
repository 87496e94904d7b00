// The picture of a camera, coarse where it shows people, and the zone drawn on it: with a finger, a mouse or the keyboard.
import { announce, fill, make, put } from "./dom.js";
import { send, token } from "./send.js";
import { current, say } from "./words.js";

const svg = "http://www.w3.org/2000/svg";
const most = 16;
const fewest = 3;
const first = [[0.25, 0.25], [0.75, 0.25], [0.75, 0.85], [0.25, 0.85]];
let shown = null;
let asked = null;
let timer = 0;

export function showZone(node, page, show) {
  fill(node, [page.camera.id, page.may, current()], () => build(node, page, show));
  draw(node, page);
}

function shape(name, attributes) {
  const made = document.createElementNS(svg, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  return made;
}

function build(node, page, show) {
  const picture = make("img", { className: "seen", alt: say("camera.pictureOf", { name: page.camera.name ?? page.camera.id }), hidden: true });
  const overlay = shape("svg", { class: "zone", viewBox: "0 0 1000 1000", preserveAspectRatio: "none", role: "group", "aria-label": say("camera.zone") });
  overlay.append(shape("path", { class: "outside" }), shape("path", { class: "line" }), shape("g", { class: "middles" }), shape("g", { class: "corners" }));
  const nothing = make("p", { className: "nothing" }, say("camera.wait"));
  const button = (key, click, enabled) => make("button", { type: "button", disabled: !page.may, onclick: click, "data-when": enabled }, say(key));
  const change = corners => { Object.assign(page, { corners, drawn: true }); show(); };
  followPicture(page.camera.id, picture, nothing);
  dragging(overlay, page, change);
  return [make("div", { className: "frame" }, picture, nothing, overlay),
    make("div", { className: "row wrap tools" },
      button("camera.draw", () => change(first.map(corner => [...corner])), "empty"),
      button("camera.addCorner", () => add(page, longest(page.corners), change), "more"),
      button("camera.removeCorner", () => remove(page, page.corners.length - 1, change), "fewer"),
      button("camera.undo", () => { page.drawn = false; show(); }, "drawn"),
      make("span", { className: "soft small", role: "status" })),
    make("p", { className: "soft small" }, say("camera.zone.hint"))];
}

function draw(node, page) {
  const corners = page.corners ?? [];
  const overlay = node.querySelector(".zone");
  const points = corners.map(([x, y]) => [1000 * x, 1000 * y]);
  const line = points.length ? `M${points.map(point => point.map(n => n.toFixed(1)).join(" ")).join("L")}Z` : "";
  overlay.querySelector(".line").setAttribute("d", line);
  overlay.querySelector(".outside").setAttribute("d", line && `M0 0H1000V1000H0Z${line}`);
  overlay.classList.toggle("drawn", page.drawn);
  for (const button of node.querySelectorAll("[data-when]")) {
    const there = { empty: !points.length, more: points.length > 0 && points.length < most, fewer: points.length > fewest, drawn: page.drawn }[button.dataset.when];
    put(button, !there, "hidden");
  }
  put(node.querySelector(".tools span"), page.drawn ? say("camera.unsaved") : points.length ? say("camera.corners", { n: points.length, most }) : "");
  handles(overlay.querySelector(".corners"), page.may ? points.length : 0, i => shape("ellipse", { class: "corner", tabindex: 0, role: "button", "data-corner": i }));
  handles(overlay.querySelector(".middles"), page.may && points.length < most ? points.length : 0, i => shape("ellipse", { class: "middle", "data-middle": i }));
  const box = overlay.getBoundingClientRect();
  const [rx, ry] = box.width ? [1000 / box.width, 1000 / box.height] : [1, 1];
  place(overlay.querySelectorAll(".corner"), points, 11 * rx, 11 * ry);
  place(overlay.querySelectorAll(".middle"), points.map(([x, y], i) => {
    const next = points[(i + 1) % points.length];
    return [(x + next[0]) / 2, (y + next[1]) / 2];
  }), 6 * rx, 6 * ry);
  overlay.querySelectorAll(".corner").forEach((one, i) => one.setAttribute("aria-label",
    say("camera.corner", { i: i + 1, n: points.length, x: Math.round(points[i][0] / 10), y: Math.round(points[i][1] / 10) })));
}

function handles(group, count, makeOne) {
  while (group.childElementCount > count) group.lastElementChild.remove();
  while (group.childElementCount < count) group.append(makeOne(group.childElementCount));
}

function place(nodes, points, rx, ry) {
  nodes.forEach((one, i) => {
    for (const [name, value] of Object.entries({ cx: points[i][0], cy: points[i][1], rx, ry })) one.setAttribute(name, value.toFixed(1));
  });
}

const clamp = value => Math.round(1000 * Math.min(1, Math.max(0, value))) / 1000;

function longest(corners) {
  const lengths = corners.map(([x, y], i) => { const next = corners[(i + 1) % corners.length]; return Math.hypot(next[0] - x, next[1] - y); });
  return lengths.indexOf(Math.max(...lengths));
}

function add(page, after, change) {
  if (page.corners.length >= most) return;
  const [a, b] = [page.corners[after], page.corners[(after + 1) % page.corners.length]];
  change(page.corners.toSpliced(after + 1, 0, [clamp((a[0] + b[0]) / 2), clamp((a[1] + b[1]) / 2)]));
}

function remove(page, which, change) {
  if (page.corners.length > fewest) change(page.corners.toSpliced(which, 1));
}

function dragging(overlay, page, change) {
  let held = -1;
  const move = (i, x, y) => change(page.corners.with(i, [clamp(x), clamp(y)]));
  overlay.addEventListener("pointerdown", event => {
    const { corner, middle } = event.target.dataset;
    if (!page.may || (corner ?? middle) === undefined) return;
    event.preventDefault();
    if (middle !== undefined) add(page, Number(middle), change);
    held = middle !== undefined ? Number(middle) + 1 : Number(corner);
    overlay.setPointerCapture(event.pointerId);
    overlay.querySelector(`[data-corner="${held}"]`)?.focus();
  });
  overlay.addEventListener("pointermove", event => {
    if (held < 0) return;
    const box = overlay.getBoundingClientRect();
    move(held, (event.clientX - box.left) / box.width, (event.clientY - box.top) / box.height);
  });
  for (const end of ["pointerup", "pointercancel"]) overlay.addEventListener(end, () => { held = -1; });
  overlay.addEventListener("keydown", event => {
    const i = Number(event.target.dataset.corner ?? NaN);
    if (!page.may || Number.isNaN(i)) return;
    const step = event.shiftKey ? 0.05 : 0.01;
    const way = { ArrowLeft: [-step, 0], ArrowRight: [step, 0], ArrowUp: [0, -step], ArrowDown: [0, step] }[event.key];
    if (way) move(i, page.corners[i][0] + way[0], page.corners[i][1] + way[1]);
    else if (event.key === "Delete" || event.key === "Backspace") remove(page, i, change);
    else if (event.key === "Enter" || event.key === "Insert") add(page, i, change);
    else return;
    event.preventDefault();
    const after = overlay.querySelectorAll(".corner");
    after[Math.min(i, after.length - 1)].focus();
    announce(after[Math.min(i, after.length - 1)].getAttribute("aria-label"));
  });
}

// A picture a second while somebody looks. It needs the owner's token, so it is fetched and shown as a blob.
export function followPicture(camera, picture, nothing) {
  clearTimeout(timer);
  asked = picture;
  const ask = async () => {
    if (asked !== picture) return;
    if (!document.hidden && picture.isConnected) {
      try {
        const answer = await fetch(`/v1/camera/${encodeURIComponent(camera)}/picture`, { headers: token() ? { Authorization: `Bearer ${token()}` } : {} });
        if (asked !== picture) return;
        if (answer.ok) {
          const next = URL.createObjectURL(await answer.blob());
          picture.src = next;
          if (shown) URL.revokeObjectURL(shown);
          shown = next;
        }
        picture.hidden = !answer.ok;
        nothing.hidden = answer.ok;
        put(nothing, say("camera.noPicture"));
      } catch {
        picture.hidden = true;
        nothing.hidden = false;
      }
    }
    timer = setTimeout(ask, 1000);
  };
  timer = setTimeout(ask, 0);
}

export function stopPicture() {
  asked = null;
  clearTimeout(timer);
  if (shown) URL.revokeObjectURL(shown);
  shown = null;
}

export const takePicture = (member, camera) => send("POST", `/v1/members/${encodeURIComponent(member)}/photos/camera`, { camera });
