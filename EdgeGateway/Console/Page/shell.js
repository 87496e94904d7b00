// What every page has: the way to the other pages, language and appearance. A page says open("nav.setup", show) and is shown again when the language changes.
import { at, make, put } from "./dom.js";
import { current, preferred, say, speak } from "./words.js";

// The only list of pages. One that this gateway does not have (it tells in /pages.json) is left out.
const pages = [["/", "nav.overview"], ["/shelves", "nav.shelves"], ["/weighing", "nav.weighing"], ["/stocktake", "nav.stocktake"], ["/printing", "nav.printing"], ["/camera", "nav.camera"], ["/members", "nav.members"], ["/phones", "nav.phones"], ["/setup", "nav.setup"]];
const languages = [["en", "English"], ["zh-CN", "简体中文"], ["zh-TW", "繁體中文"]];
const themes = ["auto", "light", "dark"];
const dark = matchMedia("(prefers-color-scheme: dark)");

export async function open(title, show) {
  build();
  paint();
  const there = fetch("/pages.json").then(answer => answer.json()).catch(() => pages.map(page => page[0]));
  await speak(preferred());
  const known = await there;
  const label = () => { link(known); word(title); show(); };
  at("language").addEventListener("change", async event => {
    localStorage.setItem("language", event.target.value);
    await speak(event.target.value);
    label();
  });
  at("theme").addEventListener("change", event => { localStorage.setItem("theme", event.target.value); paint(); });
  dark.addEventListener("change", paint);
  label();
}

function build() {
  const choice = (id, options) => make("label", {}, make("span", { id: `${id}-label` }), make("select", { id }, options));
  at("choices").append(
    choice("language", languages.map(([value, text]) => make("option", { value, lang: value }, text))),
    choice("theme", themes.map(value => make("option", { value }))));
}

function link(known) {
  at("pages").setAttribute("aria-label", say("nav"));
  at("pages").replaceChildren(...pages.filter(([path]) => known.includes(path)).map(([path, key]) =>
    make("a", { href: path, "aria-current": path === location.pathname ? "page" : undefined }, say(key))));
}

function word(title) {
  document.title = `${say(title)} · Edge Gateway`;
  put(at("language-label"), say("language"));
  put(at("theme-label"), say("theme"));
  for (const option of at("theme").options) put(option, say(`theme.${option.value}`));
  at("language").value = current();
}

function paint() {
  const wish = localStorage.getItem("theme") ?? "auto";
  document.documentElement.dataset.theme = wish === "auto" ? (dark.matches ? "dark" : "light") : wish;
  at("theme").value = wish;
}
