// Jobs: those a person is asked about, as cards; the others as lines that open.
import { at, fill, make } from "./dom.js";
import { current, number, say, strings, time } from "./words.js";

export const templateName = name => strings(`printing.template.${name}`) ?? name;
const chipOf = { printed: "good", not_printed: "bad", unknown: "care", sending: "care", sent: "care" };
const who = () => at("who").value.trim() || null;
const answer = (act, job, said) => act(`jobs/${job.id}/answer`, { answer: said, who: who(), attempts: job.attempts });
const wish = job => job.role ? say("printing.forRole", { role: job.role }) : "";

export function showAsks(node, jobs, printing, act) {
  fill(node, [jobs, printing.may, current()], () => [...groups(jobs)].flatMap(([printer, of]) => [
    ...of.map(job => ask(job, printing, act)),
    of.length > 2 ? make("button", { type: "button", disabled: !printing.may, onclick: () => of.forEach(job => answer(act, job, "printed")) },
      say("printing.allThere", { n: number(of.length), printer })) : null]));
}

function groups(jobs) {
  const by = new Map();
  for (const job of jobs) by.set(job.printer ?? "", [...(by.get(job.printer ?? "") ?? []), job]);
  return by;
}

function ask(job, printing, act) {
  const key = (word, said, className) => make("button", { type: "button", className, disabled: !printing.may, onclick: () => answer(act, job, said) }, say(word));
  return make("article", { className: "card ask" },
    make("header", {}, title(job), make("span", { className: "chip care" }, say("printing.state.unknown"))),
    make("p", { className: "why" }, say("printing.look", { printer: job.printer ?? "—", time: time(job.since, true) })),
    job.copies > 1 ? make("p", { className: "why" }, say("printing.known", { printed: number(job.printed), copies: number(job.copies) })) : null,
    make("p", { className: "said", lang: "en" }, [job.reason, job.said].filter(Boolean).join(" · ")),
    picture(job, printing),
    make("div", { className: "keys" }, key("printing.isThere", "printed", "main"), key("printing.reprint", "reprint"), key("printing.notWanted", "cancel")));
}

function title(job) {
  return make("div", {}, make("h3", {}, templateName(job.template)),
    make("p", {}, [job.printer ?? wish(job), say(`printing.source.${job.source}`), job.who, time(job.acceptedAt, true)].filter(Boolean).join(" · ")));
}

// The picture is fetched when it is asked for: drawing it costs the gateway time.
function picture(job) {
  const details = make("details", { className: "look" }, make("summary", { className: "soft small" }, say("printing.preview")));
  details.addEventListener("toggle", () => {
    if (details.open && details.children.length === 1) details.append(make("img", { className: "paper", alt: say("printing.previewOf", { name: templateName(job.template) }), src: `/v1/printing/jobs/${job.id}/preview` }));
  });
  return details;
}

export function showJobs(node, jobs, printing, act) {
  const opened = new Set([...node.querySelectorAll("details.job[open]")].map(one => one.dataset.id));
  fill(node, [jobs, printing.may, current()], () => jobs.map(job => line(job, opened.has(job.id), printing, act)));
}

function line(job, isOpen, printing, act) {
  const copies = job.copies > 1 ? say("printing.copies", { n: number(job.copies) }) : "";
  return make("details", { className: "job", "data-id": job.id, open: isOpen },
    make("summary", {},
      make("strong", {}, templateName(job.template)),
      make("span", {}, [job.printer ?? wish(job), copies].filter(Boolean).join(" · ")),
      make("span", { className: `chip ${chipOf[job.state] ?? ""}` }, say(`printing.state.${job.state}`)),
      job.duplicate ? make("span", { className: "chip" }, say("printing.duplicate")) : null,
      make("span", { className: "when" }, time(job.since, true))),
    make("div", {},
      make("p", { className: "said", lang: "en" }, [job.reason, job.said].filter(Boolean).join(" · ")),
      make("p", { className: "said" }, [say(`printing.source.${job.source}`), job.who, say("printing.attempts", { n: number(job.attempts) }),
        job.answer ? say(`printing.answered.${job.answer}`, { who: job.answerer ?? "—" }) : "", job.id].filter(Boolean).join(" · ")),
      picture(job),
      make("div", { className: "row wrap" }, keys(job, printing, act))));
}

function keys(job, printing, act) {
  const key = (word, said) => make("button", { type: "button", disabled: !printing.may, onclick: () => answer(act, job, said) }, say(word));
  return job.state === "accepted" ? [key("printing.cancel", "cancel")]
    : job.state === "printed" ? [key("printing.reprint", "reprint")]
    : job.state === "not_printed" ? [key("printing.again", "reprint")]
    : [];
}
