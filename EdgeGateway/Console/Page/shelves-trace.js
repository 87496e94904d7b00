// The weight of a plate over the last two minutes, asked for every second while it is looked at.
import { fill, make, put } from "./dom.js";
import { decimal, grams } from "./shelves-words.js";
import { current, say } from "./words.js";

const spanMs = 120000;
const gapMs = 2500;
const leastGrams = 5;
const svg = "http://www.w3.org/2000/svg";
let followed = null;
let points = [];
let timer = 0;

// Makes the picture of a plate; null stops asking.
export function followTrace(node, plate) {
  if (plate !== followed) {
    clearTimeout(timer);
    followed = plate;
    points = [];
    if (plate !== null) ask(node, plate);
  }
  if (plate !== null) draw(node);
}

async function ask(node, plate) {
  try {
    if (!document.hidden) {
      const answer = await fetch(`/v1/shelves/plates/${encodeURIComponent(plate)}/trace`);
      const read = answer.ok ? (await answer.json()).points : [];
      if (followed !== plate) return;
      points = read.map(([at, text]) => [at, Number(text)]);
      draw(node);
    }
  } catch {
    // The head of the page says that the gateway does not answer.
  }
  if (followed === plate) timer = setTimeout(ask, 1000, node, plate);
}

function draw(node) {
  fill(node, current(), () => {
    const picture = document.createElementNS(svg, "svg");
    for (const [name, value] of [["viewBox", "0 0 1000 200"], ["preserveAspectRatio", "none"], ["role", "img"]]) picture.setAttribute(name, value);
    for (const name of ["area", "line"]) picture.append(Object.assign(document.createElementNS(svg, "path"), { id: `trace-${name}` }));
    return [make("p", { className: "high" }), make("div", { className: "picture" }, picture, make("p", { className: "nothing" })), make("p", { className: "low" }),
      make("p", { className: "times" }, make("span", {}, say("shelves.ago")), make("span", {}, say("shelves.now")))];
  });
  const end = points.at(-1)?.[0] ?? 0;
  const seen = points.filter(point => point[0] > end - spanMs);
  let [low, high] = [Math.min(...seen.map(point => point[1])), Math.max(...seen.map(point => point[1]))];
  const words = seen.length ? say("shelves.trace", { low: grams(low), high: grams(high), now: grams(seen.at(-1)[1]) }) : say("shelves.noTrace");
  if (high - low < leastGrams) [low, high] = [(low + high - leastGrams) / 2, (low + high + leastGrams) / 2];
  const x = at => (1000 * (at - end + spanMs) / spanMs).toFixed(1);
  const y = weight => (190 - 180 * (weight - low) / (high - low)).toFixed(1);
  let line = "";
  let area = "";
  let start = null;
  seen.forEach(([at, weight], i) => {
    const broken = i === 0 || at - seen[i - 1][0] > gapMs;
    if (broken && start !== null) area += `L${x(seen[i - 1][0])} 200L${start} 200Z`;
    if (broken) start = x(at);
    line += `${broken ? "M" : "L"}${x(at)} ${y(weight)}`;
    area += `${broken ? "M" : "L"}${x(at)} ${y(weight)}`;
  });
  if (start !== null) area += `L1000 200L${start} 200Z`;
  node.querySelector("#trace-line").setAttribute("d", line);
  node.querySelector("#trace-area").setAttribute("d", area);
  node.querySelector("svg").setAttribute("aria-label", words);
  put(node.querySelector(".nothing"), seen.length ? "" : words);
  put(node.querySelector(".high"), seen.length ? `${decimal(high, 0)} ${say("unit.g")}` : "");
  put(node.querySelector(".low"), seen.length ? `${decimal(low, 0)} ${say("unit.g")}` : "");
}
