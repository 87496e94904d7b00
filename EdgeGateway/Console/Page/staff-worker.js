// The staff page's shell without the gateway: pages, styles, scripts and words are kept, what the store knows (/v1/) never is.
const shell = "staff-shell-1";
const files = ["/staff", "/pages.json", "/staff.webmanifest", "/icon.svg", "/icon-192.png", "/console.css", "/forms.css", "/staff.css", "/strings/en.json", "/strings/zh-CN.json", "/strings/zh-TW.json",
  "/dom.js", "/form.js", "/send.js", "/shell.js", "/words.js", "/staff.js", "/staff-alarm.js", "/staff-cards.js", "/staff-hints.js", "/staff-identify.js", "/staff-pair.js", "/staff-queue.js", "/staff-withdraw.js"];

addEventListener("install", event => event.waitUntil(caches.open(shell).then(cache => cache.addAll(files)).then(() => skipWaiting())));

addEventListener("activate", event => event.waitUntil(
  caches.keys().then(names => Promise.all(names.filter(name => name !== shell).map(name => caches.delete(name)))).then(() => clients.claim())));

// The gateway's answer where there is one, so that a new version shows at once; else what was kept.
addEventListener("fetch", event => {
  const path = new URL(event.request.url).pathname;
  if (event.request.method === "GET" && files.includes(path)) event.respondWith(freshOrKept(event.request, path));
});

async function freshOrKept(request, path) {
  const cache = await caches.open(shell);
  const giveUp = new AbortController();
  const timer = setTimeout(() => giveUp.abort(), 3000);
  try {
    const answer = await fetch(path, { signal: giveUp.signal });
    if (answer.ok) await cache.put(path, answer.clone());
    return answer;
  } catch {
    return await cache.match(path) ?? Response.error();
  } finally {
    clearTimeout(timer);
  }
}

addEventListener("notificationclick", event => {
  event.notification.close();
  event.waitUntil(clients.matchAll({ type: "window" }).then(open => open[0] ? open[0].focus() : clients.openWindow("/staff")));
});
