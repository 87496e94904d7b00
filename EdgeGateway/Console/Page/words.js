// Words, numbers and times in the reader's language.
const languages = ["en", "zh-CN", "zh-TW"];
let language = "en";
let dictionary = {};

export function preferred() {
  const chosen = localStorage.getItem("language");
  if (languages.includes(chosen)) return chosen;
  for (const wish of navigator.languages) {
    if (/^zh-(TW|HK|MO|Hant)/i.test(wish)) return "zh-TW";
    if (/^zh/i.test(wish)) return "zh-CN";
    if (/^en/i.test(wish)) return "en";
  }
  return "en";
}

export async function speak(wanted) {
  const answer = await fetch(`/strings/${wanted}.json`);
  dictionary = await answer.json();
  language = wanted;
  document.documentElement.lang = wanted;
}

export const strings = key => dictionary[key];

export const current = () => language;

export function say(key, values = {}) {
  return (dictionary[key] ?? key).replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
}

export function count(key, n) {
  const form = new Intl.PluralRules(language).select(n);
  return say(`${key}.${form === "one" ? "one" : "other"}`, { n: number(n) });
}

export const number = n => new Intl.NumberFormat(language).format(n);

export function bytes(n) {
  const units = ["byte", "kilobyte", "megabyte", "gigabyte", "terabyte"];
  let unit = 0;
  while (n >= 1000 && unit < units.length - 1) { n /= 1024; unit++; }
  return new Intl.NumberFormat(language, { style: "unit", unit: units[unit], maximumFractionDigits: n < 10 && unit ? 1 : 0 }).format(n);
}

export function time(text, seconds = false) {
  const at = new Date(text);
  const today = at.toDateString() === new Date().toDateString();
  const day = today ? {} : { month: "short", day: "numeric" };
  const second = seconds ? { second: "2-digit" } : {};
  return new Intl.DateTimeFormat(language, { ...day, hour: "2-digit", minute: "2-digit", ...second, hour12: false, hourCycle: "h23" }).format(at);
}
