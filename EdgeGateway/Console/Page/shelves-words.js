// Plates in words: weights, states, events and refusals in the reader's language.
import { current, number, say, strings } from "./words.js";

// A plate's state has a sign too, so that nobody needs to tell colours apart.
export const signs = {
  ready: ["✓", "good"], busy: ["↕", ""], waiting: ["…", ""], disturbed: ["!", "care"], uncalibrated: ["⚖", "care"], needs_calibration: ["⚖", "care"], offline: ["×", "bad"],
};

export const grams = (text, decimals = 1) => text === null || text === undefined ? "—" : `${decimal(text, decimals)} ${say("unit.g")}`;

export const decimal = (text, decimals = 6) => new Intl.NumberFormat(current(), { maximumFractionDigits: decimals }).format(Number(text)).replace("-", "−");

// Nearly sure is not quite sure: 0.998 is 99.8 %, not 100 %.
export const sure = share => percent(share, share > 0.985 && share < 1 ? 1 : 0);

export const percent = (share, decimals = 0) => new Intl.NumberFormat(current(), { style: "percent", maximumFractionDigits: decimals }).format(share).replace("-", "−");

export const signed = text => Number(text) > 0 ? `+${grams(text)}` : grams(text);

export function eventWords(event) {
  if (!event) return say("shelves.event.none");
  const values = { n: number(Math.abs(event.count)), name: event.name ?? event.sku ?? "", grams: signed(event.grams) };
  return strings(`shelves.event.${event.kind}`) ? say(`shelves.event.${event.kind}`, values) : event.kind;
}

// The explanations of an ambiguous change, each with all its goods and its probability.
export function explanations(event, items) {
  const all = new Map();
  for (const one of event?.kind === "ambiguous" ? event.candidates : []) {
    const name = items.find(item => item.sku === one.sku)?.name ?? one.sku;
    const words = say(one.count < 0 ? "shelves.event.taken" : "shelves.event.returned", { n: number(Math.abs(one.count)), name });
    const of = all.get(one.explanation) ?? { words: [], probability: one.probability };
    of.words.push(words);
    all.set(one.explanation, of);
  }
  return [...all.values()].map(one => `${one.words.join(" + ")} · ${sure(one.probability)}`);
}

export function why(plate) {
  return plate.reason && strings(`shelves.reason.${plate.reason}`) ? say(`shelves.reason.${plate.reason}`)
    : plate.state === "uncalibrated" ? say("shelves.reason.no_calibration")
    : strings(`shelves.why.${plate.state}`) ?? "";
}

// Errors for a form, said in the reader's language where their reason is known.
export function refusals(answer) {
  return answer.errors.map(error => {
    const key = `shelves.refused.${error.reason}`;
    const values = Object.fromEntries(Object.entries(error.values ?? {}).map(([name, text]) => [name, /^-?\d+(\.\d+)?$/.test(text) ? decimal(text) : text]));
    if (strings(key)) return { path: error.path, message: say(key, values), ours: true };
    return error.message ? error : { ...error, message: say("shelves.noAnswer"), ours: true };
  });
}
