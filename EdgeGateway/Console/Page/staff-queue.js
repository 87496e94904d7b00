// Answers that could not be sent yet: kept in this phone for half a day at most, in order, and sent once each when the gateway can be reached.
import { send } from "./send.js";

const key = "staff.queue";
const most = 50;
const lastMs = 12 * 60 * 60 * 1000;
let draining = false;

// What waits: [{ id, alert, what, body, at }]. A note is in it as it was written, until it is sent.
export function waiting() {
  try {
    return JSON.parse(localStorage.getItem(key) ?? "[]").filter(one => Date.now() - one.at < lastMs);
  } catch {
    return [];
  }
}

function keep(queue) {
  if (queue.length) localStorage.setItem(key, JSON.stringify(queue.slice(-most)));
  else localStorage.removeItem(key);
}

// Does it now, or keeps it: { state: "done" | "waits" | "refused", result, by, body }.
export async function act(alert, what, body) {
  const one = { id: uuid(), alert, what, body, at: Date.now() };
  if (waiting().length) {
    keep([...waiting(), one]);
    return { state: "waits" };
  }
  const answer = await post(one);
  if (answer.state === "waits") keep([...waiting(), one]);
  return answer;
}

// Sends what waits, in its order, until one cannot be sent; changed() is called after each.
export async function drain(changed) {
  if (draining || !waiting().length) return;
  draining = true;
  try {
    for (let one = waiting()[0]; one; one = waiting()[0]) {
      if ((await post(one)).state === "waits") return;
      keep(waiting().filter(other => other.id !== one.id));
      changed();
    }
    keep(waiting());
  } finally {
    draining = false;
  }
}

export const drop = () => localStorage.removeItem(key);

async function post(one) {
  const path = one.what === "note" ? "notes" : one.what;
  const answer = await send("POST", `/v1/staff/alerts/${encodeURIComponent(one.alert)}/${path}`, { ...one.body, id: one.id });
  // Nobody there, or the gateway cannot now: later. Anything else is an answer.
  if (answer.status === 0 || answer.status >= 500) return { state: "waits" };
  return answer.ok ? { state: "done" } : { state: "refused", result: answer.body?.result ?? "failed", by: answer.body?.by };
}

function uuid() {
  if (crypto.randomUUID) return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = bytes[6] & 15 | 64;
  bytes[8] = bytes[8] & 63 | 128;
  const hex = [...bytes].map(byte => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/(.{8})(.{4})(.{4})(.{4})(.{12})/, "$1-$2-$3-$4-$5");
}
