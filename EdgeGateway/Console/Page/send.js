// Requests that may change something. An answer is { ok, status, body, errors: [{ path, message }] }; it never throws.
const key = "token";

export function token() {
  return sessionStorage.getItem(key) ?? localStorage.getItem(key) ?? "";
}

export function keepToken(text, onThisDevice) {
  sessionStorage.removeItem(key);
  localStorage.removeItem(key);
  if (text) (onThisDevice ? localStorage : sessionStorage).setItem(key, text);
}

export async function send(method, path, body) {
  const headers = token() ? { Authorization: `Bearer ${token()}` } : {};
  if (method === "POST") headers["Content-Type"] = "application/json";
  try {
    const answer = await fetch(path, { method, headers, body: method === "POST" ? JSON.stringify(body ?? {}) : undefined });
    const text = await answer.text();
    let read = null;
    try { read = text ? JSON.parse(text) : null; } catch { /* Told as failed below. */ }
    if (answer.status === 403) document.dispatchEvent(new Event("refused"));
    const errors = read?.errors ?? [{ path: "", message: `${answer.status} ${answer.statusText}` }];
    return { ok: answer.ok, status: answer.status, body: read, errors: answer.ok ? [] : errors };
  } catch {
    return { ok: false, status: 0, body: null, errors: [{ path: "", message: "" }] };
  }
}
