// What keeps this phone from being a staff phone, and what to do: no HTTPS, or the store's certificate not trusted yet.
import { fill, make } from "./dom.js";
import { current, say } from "./words.js";

export function showHints(node, self) {
  fill(node, [self && [self.secure, self.untrusted === true, self.origins, self.hasAuthority], current()], () => {
    if (!self) return [];
    if (!self.secure) return [insecure(self)];
    return self.untrusted && self.hasAuthority ? [untrusted()] : [];
  });
}

function insecure(self) {
  return make("div", { className: "card" },
    make("h2", {}, say("staff.insecure")),
    make("p", { className: "soft" }, say(self.origins.length ? "staff.insecure.why" : "staff.insecure.none")),
    self.origins.length ? steps() : null,
    self.origins.map(origin => make("a", { className: "button main big", href: `${origin}/staff${location.hash}` }, new URL(origin).host)));
}

function untrusted() {
  return make("details", { className: "card" },
    make("summary", {}, make("strong", {}, say("staff.untrusted"))),
    make("p", { className: "soft" }, say("staff.untrusted.why")),
    steps());
}

function steps() {
  return make("div", { className: "trust" },
    make("h3", {}, "iPhone"),
    make("p", { className: "small" }, say("staff.trust.ios")),
    make("a", { className: "button", href: "/staff/ca.mobileconfig" }, say("staff.trust.profile")),
    make("h3", {}, "Android"),
    make("p", { className: "small" }, say("staff.trust.android")),
    make("a", { className: "button", href: "/staff/ca.crt" }, say("staff.trust.certificate")),
    make("p", { className: "soft small" }, say("staff.trust.compare")));
}
