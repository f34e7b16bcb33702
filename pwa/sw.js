// Makes the app start without a network. Keeps the page and what it loads, nothing else: no API, no socket, no sign-in.
//
// A new version is fetched in the background and waits until the person takes it: a page must never find itself with
// the files of another version.

const SHELL = "shell-{{build}}";
const FILES = {{precache}};
// Every place of the app is this page, without anything of a person: it is never drawn for somebody.
const PAGE = "/index.html";
// Needed after the first view, or never. Kept when there is time, and from the first use on.
const LATER = {{later}};
const NOT_OURS = ["/api", "/ws", "/auth"];

self.addEventListener("install", (event) => {
  event.waitUntil(keepShell());
});

self.addEventListener("activate", (event) => {
  event.waitUntil(takeOver());
});

self.addEventListener("message", (event) => {
  if (event.data?.type === "SKIP_WAITING") self.skipWaiting();
  if (event.data?.type === "KEEP_LATER") event.waitUntil(keepLater());
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== location.origin || isNotOurs(url.pathname)) return;
  if (request.mode === "navigate") event.respondWith(page(request));
  // Whoever asks for the page as a file wants to know what the server has now.
  else if (url.pathname === PAGE) return;
  else if (FILES.includes(url.pathname)) event.respondWith(file(request, url.pathname));
  else if (LATER.includes(url.pathname)) event.respondWith(fileOnDemand(request, url.pathname));
});

function isNotOurs(path) {
  return NOT_OURS.some((prefix) => path === prefix || path.startsWith(prefix + "/"));
}

// Hashed files may come from the HTTP cache; the page and the manifest must be those of this build.
async function keepShell() {
  const cache = await caches.open(SHELL);
  const request = (path) => new Request(path, { cache: path.startsWith("/assets/") ? "default" : "reload" });
  await cache.addAll(FILES.map(request));
  // An update takes the place of a version that may have had all of it.
  if (registration.active) await keepLater();
}

async function keepLater() {
  const cache = await caches.open(SHELL);
  for (const path of LATER) {
    if (!(await cache.match(path))) await cache.add(path);
  }
}

async function takeOver() {
  for (const name of await caches.keys()) {
    if (name.startsWith("shell-") && name !== SHELL) await caches.delete(name);
  }
  await self.clients.claim();
}

async function page(request) {
  return (await kept(PAGE)) ?? fetch(request);
}

async function file(request, path) {
  return (await kept(path)) ?? fetch(request);
}

async function fileOnDemand(request, path) {
  const found = await kept(path);
  if (found) return found;
  const answer = await fetch(request);
  if (answer.ok) await (await caches.open(SHELL)).put(path, answer.clone());
  return answer;
}

async function kept(path) {
  const cache = await caches.open(SHELL);
  return cache.match(path);
}
