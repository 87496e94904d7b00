// Setup: what is plugged in, what it was recognised as and why, and what it is to be. Follows /v1/setup/live.
import { announce, at, fill, put } from "./dom.js";
import { stream, followStatus } from "./live.js";
import { open } from "./shell.js";
import { followPermission, mayChange } from "./permission.js";
import { inOrder, showList } from "./setup-list.js";
import { showHead } from "./setup-head.js";
import { showDetection } from "./setup-detection.js";
import { showDevice } from "./setup-device.js";
import { fillForm, showForm } from "./setup-form.js";
import { send } from "./send.js";
import { current, say } from "./words.js";

const wide = matchMedia("(min-width: 60rem)");
const setup = { ports: null, devices: [], drivers: [], status: null, stale: false, now: 0, may: false, trouble: "", chosen: null };
let turnStatus = () => {};
let turnPermission = () => {};

// The hash says what is looked at: "#port=…", "#network" for a device to come, or nothing.
function chosen() {
  const hash = decodeURIComponent(location.hash.slice(1));
  if (hash === "network") return { network: true, port: null };
  const port = setup.ports?.find(p => p.port === hash.replace(/^port=/, ""));
  if (port) return { network: false, port };
  return { network: false, port: wide.matches && setup.ports ? inOrder(setup.ports)[0] ?? null : null };
}

function show() {
  setup.may = mayChange() && !setup.stale;
  setup.chosen = chosen();
  const { port, network } = setup.chosen;
  put(at("ports-title"), say("setup.ports"));
  put(at("none"), setup.ports ? say("setup.none") : say("setup.loading"));
  put(at("none"), setup.ports?.length > 0, "hidden");
  put(at("network"), say("setup.network"));
  put(at("network"), !setup.ports, "hidden");
  put(at("back"), say("setup.back"));
  put(at("trouble"), setup.trouble || (setup.stale && setup.ports ? say("setup.offline") : ""));
  put(at("trouble"), !at("trouble").textContent, "hidden");
  showList(at("ports"), setup);
  at("setup").classList.toggle("chosen", port !== null || network);
  const devices = port ? setup.devices.filter(d => d.id === port.owner || d.port === port.port) : [];
  showHead(at("head"), setup, port, devices);
  showDevice(at("device"), setup, devices, port);
  showDetection(at("detection"), setup, port, candidate => fillForm(candidate));
  // What it is comes before what to make of it; where that is settled, it comes last.
  const last = devices.length ? at("detection") : at("form");
  if (at("detail").lastElementChild !== last) at("detail").append(last);
  showForm(at("form"), setup, port, devices);
  if (!port && !network) fill(at("head"), ["nothing", current()], () => []);
}

async function load() {
  const [ports, drivers] = await Promise.all([send("GET", "/v1/setup/ports"), send("GET", "/v1/setup/drivers")]);
  if (ports.ok && drivers.ok) {
    Object.assign(setup, ports.body, { drivers: drivers.body, trouble: "" });
    stream("/v1/setup/live", { ports(data) { Object.assign(setup, JSON.parse(data)); show(); }, beat() {} });
  } else {
    setup.trouble = ports.status === 404 ? say("setup.notHere") : say("setup.failed");
    if (ports.status !== 404) setTimeout(load, 3000);
  }
  show();
}

addEventListener("hashchange", () => {
  show();
  const { port, network } = setup.chosen;
  if (location.hash.length > 1 && (port || network)) {
    at("detail").focus({ preventScroll: wide.matches });
    if (!wide.matches) scrollTo(0, 0);
  } else if (!wide.matches) {
    scrollTo(0, 0);
  }
  announce(at("detail-title")?.textContent ?? "");
});
wide.addEventListener("change", show);

await open("nav.setup", () => { turnStatus(); turnPermission(); show(); });
turnPermission = followPermission(at("permission"), show);
turnStatus = followStatus((status, { stale, now }) => {
  const was = setup.stale;
  Object.assign(setup, { status, stale, now });
  if (was !== stale || setup.ports) show();
});
await load();
