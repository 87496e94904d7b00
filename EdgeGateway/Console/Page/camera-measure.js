// From which likeness on a face is somebody: the models' own thresholds, or those that staff of this store have measured here.
import { announce, fill, make } from "./dom.js";
import { field, mistakes } from "./form.js";
import { current, number, say, strings, time } from "./words.js";

const svg = "http://www.w3.org/2000/svg";
const steps = 200;
let busy = false;

const share = part => new Intl.NumberFormat(current(), { style: "percent", maximumFractionDigits: 1 }).format(part);
const plain = value => new Intl.NumberFormat(current(), { minimumFractionDigits: 3, maximumFractionDigits: 4 }).format(value);

export function showMeasure(node, page, act) {
  const { pack, staff } = page.state;
  const { rules, measured, foreignThresholds } = page.camera;
  node.hidden = !pack;
  if (pack) fill(node, [page.camera.id, pack, staff, rules.thresholds, measured, foreignThresholds, page.may, busy, current()], () => build(page, act));
}

function build(page, act) {
  const { pack, staff } = page.state;
  const { rules, measured, foreignThresholds } = page.camera;
  const site = foreignThresholds ? null : rules.thresholds;
  const now = site ?? pack;
  const figures = measured?.figures ?? site?.measured;
  const facts = [["camera.match", plain(now.match)], ["camera.possible", plain(now.possible)], ["camera.margin", plain(now.margin)],
    ["camera.from", site ? say(site.measured ? "camera.from.measured" : "camera.from.typed") : say("camera.from.pack", { name: pack.name })],
    ["camera.people", say("camera.peopleOf", { n: number(pack.people), most: number(pack.mostPeople) })]];
  return [make("h2", { id: "measure-title" }, say("camera.thresholds")),
    foreignThresholds ? make("p", { className: "notice" }, say("camera.foreign", { pack: rules.thresholds.pack })) : null,
    pack.people > pack.mostPeople ? make("p", { className: "notice bad" }, say("camera.tooMany", { most: number(pack.mostPeople) })) : null,
    make("dl", { className: "facts" }, facts.map(([key, text]) => make("div", {}, make("dt", {}, say(key)), make("dd", {}, text)))),
    make("p", { className: "soft small" }, say("camera.measure.text")),
    stand(page, act, staff, measured),
    figures ? chart(figures, measured?.suggested ?? now) : null,
    figures && !measured ? make("p", { className: "soft small" }, say("camera.measuredAt", { time: time(figures.at), n: figures.people })) : null,
    measured ? suggestion(measured) : null,
    apply(page, act, measured, site)];
}

function stand(page, act, staff, measured) {
  if (!staff.length) return make("p", { className: "empty" }, say("camera.noStaff"));
  const who = make("select", { id: "stand", disabled: busy || !page.may }, staff.map(id => make("option", { value: id }, measured?.staff.includes(id) ? `${id} ✓` : id)));
  const next = staff.find(id => !measured?.staff.includes(id));
  if (next) who.value = next;
  const go = make("button", { type: "submit", disabled: busy || !page.may }, say(busy ? "camera.measuring" : "camera.measure"));
  const form = make("form", { onsubmit: submit }, make("p", { className: "notice bad", role: "alert", hidden: true }),
    make("div", { className: "row wrap" }, make("label", { className: "row" }, make("span", { className: "small" }, say("camera.stand")), who), go,
      measured && !busy ? make("button", { type: "button", className: "quiet", disabled: !page.may, onclick: () => act("DELETE", "measure") }, say("camera.forget")) : null));
  async function submit(event) {
    event.preventDefault();
    busy = true;
    go.disabled = who.disabled = true;
    go.textContent = say("camera.measuring");
    announce(say("camera.measuring"));
    const answer = await act("POST", "measure", { staff: who.value }, true);
    busy = false;
    if (!answer.ok) mistakes(form, answer.errors.map(error => strings(`members.photo.${error.reason}`) ? { path: "", message: say("camera.notEnough", { why: say(`members.photo.${error.reason}`) }), ours: true } : error));
    go.disabled = who.disabled = false;
    go.textContent = say("camera.measure");
    announce(say(answer.ok ? "camera.measured" : "camera.measure"));
  }
  return form;
}

function chart(figures, lines) {
  const used = [...figures.genuine, ...figures.impostor].map((n, i) => n ? i % steps : -1).filter(i => i >= 0).concat([lines.match, lines.possible].map(at => Math.floor(at * steps)));
  const [low, high] = [Math.max(0, Math.min(...used) - 3), Math.min(steps, Math.max(...used) + 4)];
  const picture = document.createElementNS(svg, "svg");
  for (const [name, value] of [["viewBox", "0 0 1000 200"], ["preserveAspectRatio", "none"], ["role", "img"], ["class", "histogram"],
    ["aria-label", say("camera.chart", { own: number(sum(figures.genuine)), others: number(sum(figures.impostor)) })]]) picture.setAttribute(name, value);
  const width = 1000 / (high - low);
  for (const [name, counts] of [["impostor", figures.impostor], ["genuine", figures.genuine]]) {
    const most = Math.max(1, ...counts);
    counts.forEach((count, i) => {
      if (!count || i < low || i >= high) return;
      const bar = document.createElementNS(svg, "rect");
      const height = 190 * count / most;
      for (const [key, value] of Object.entries({ x: (i - low) * width + (name === "genuine" ? 0.1 : 0.2) * width, y: 200 - height, width: width * (name === "genuine" ? 0.8 : 0.6), height, class: name })) bar.setAttribute(key, value);
      picture.append(bar);
    });
  }
  for (const name of ["possible", "match"]) {
    const line = document.createElementNS(svg, "path");
    const x = (lines[name] * steps - low) * width;
    line.setAttribute("d", `M${x} 0V200`);
    line.setAttribute("class", `at-${name}`);
    picture.append(line);
  }
  return make("figure", { className: "likeness" }, picture,
    make("p", { className: "scale" }, make("span", {}, plain(low / steps)), make("span", {}, plain(high / steps))),
    make("figcaption", {}, ["genuine", "impostor", "possible", "match"].map(name => make("span", { className: `key ${name}` }, say(`camera.key.${name}`)))));
}

const sum = counts => counts.reduce((all, one) => all + one, 0);

function suggestion(measured) {
  const { suggested, missing } = measured;
  if (!suggested) return make("p", { className: "notice" }, say(`camera.missing.${missing}`));
  return make("p", {}, say("camera.suggested", {
    match: plain(suggested.match), named: share(suggested.named), mistaken: share(suggested.mistaken), most: share(suggested.mistakenAtMost), n: number(measured.staff.length),
  }));
}

function apply(page, act, measured, site) {
  const from = measured?.suggested ?? site ?? page.state.pack;
  const input = (id, value) => make("input", { id, inputMode: "decimal", value: String(value), required: true, disabled: !page.may, autocomplete: "off" });
  const [match, possible, margin] = [input("match", from.match), input("possible", from.possible), input("margin", site?.margin ?? page.state.pack.margin)];
  const who = make("input", { id: "threshold-who", maxLength: 64, autocomplete: "name", disabled: !page.may, value: localStorage.getItem("counter") ?? "" });
  const form = make("form", { onsubmit: event => { event.preventDefault(); put({ match: Number(match.value), possible: Number(possible.value), margin: Number(margin.value) }); }, noValidate: true },
    make("p", { className: "notice bad", role: "alert", hidden: true }),
    make("div", { className: "fields" }, field("match", say("camera.match"), match), field("possible", say("camera.possible"), possible), field("margin", say("camera.margin"), margin), field("who", say("camera.who"), who)),
    make("input", { type: "hidden", "data-path": "thresholds" }), make("p", { className: "error", id: "error-thresholds" }),
    make("div", { className: "row wrap" }, make("button", { type: "submit", className: "main", disabled: !page.may }, say("camera.apply")),
      site ? make("button", { type: "button", disabled: !page.may, onclick: () => put({}) }, say("camera.usePack")) : null));
  async function put(thresholds) {
    const wrong = Object.entries(thresholds).filter(([, value]) => !Number.isFinite(value) || value < 0 || value >= 1).map(([path]) => ({ path, message: say("camera.notANumber"), ours: true }));
    if (!who.value.trim()) wrong.push({ path: "who", message: say("camera.whoMissing"), ours: true });
    if (mistakes(form, wrong)) return;
    const answer = await act("POST", "thresholds", { ...thresholds, who: who.value.trim() }, true);
    if (!answer.ok) mistakes(form, answer.errors);
  }
  return make("details", { open: Boolean(measured?.suggested) }, make("summary", {}, say("camera.change")), form);
}
