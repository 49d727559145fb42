// The service worker: push notices, a page for when there is no connection, and the static files. It keeps no page
// with content: what colleagues wrote is never left behind on a device.
const CACHE = "zinvol-1";
const OFFLINE = "/offline";

self.addEventListener("install", (event) => {
  event.waitUntil(caches.open(CACHE).then((cache) => cache.add(new Request(OFFLINE, { cache: "reload" }))));
  self.skipWaiting();
});

self.addEventListener("activate", (event) => {
  const others = caches.keys().then((names) => Promise.all(names.filter((n) => n !== CACHE).map((n) => caches.delete(n))));
  event.waitUntil(Promise.all([others, self.clients.claim()]));
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== location.origin) return;
  if (url.pathname.startsWith("/static/")) event.respondWith(kept(request));
  else if (request.mode === "navigate") event.respondWith(fetch(request).catch(() => caches.match(OFFLINE)));
});

/** A file with a hash in its name never changes. */
async function kept(request) {
  const found = await caches.match(request);
  if (found) return found;
  const answer = await fetch(request);
  if (answer.ok && /\.[0-9a-f]{12}\./.test(request.url)) (await caches.open(CACHE)).put(request, answer.clone());
  return answer;
}

self.addEventListener("push", (event) => {
  const told = event.data?.json() ?? {};
  const options = { body: told.body, tag: told.tag, data: { url: told.url }, icon: "/style/icon-192.png", badge: "/style/icon-96.png", renotify: true };
  if (navigator.setAppBadge && told.unread) navigator.setAppBadge(told.unread).catch(() => {});
  event.waitUntil(self.registration.showNotification(told.title || "Zinvol", options));
});

self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  event.waitUntil(open(event.notification.data?.url || "/inbox/"));
});

/** The page that it is about: in the window that shows it, else in one where nothing is being typed, else in a new one. */
async function open(path) {
  const windows = await self.clients.matchAll({ type: "window" });
  const { href, hash } = new URL(path, location.origin);
  const there = windows.find((each) => each.url.split("#")[0] === href.split("#")[0]);
  if (there) return (await there.focus()) && hash && there.navigate(path); // only to its place on the page
  for (const each of windows) if (await isFree(each)) return (await each.focus()) && each.navigate(path);
  return self.clients.openWindow(path);
}

/** Whether a page can be left without losing what was typed; it says so itself, see push.js. */
function isFree(page) {
  return new Promise((tell) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = ({ data }) => tell(data);
    setTimeout(tell, 500, false);
    page.postMessage("free?", [port2]);
  });
}
