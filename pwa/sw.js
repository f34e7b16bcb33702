// Makes the app start without a network, shows what is pushed to the device, and takes what other apps share. Keeps the page
// and what it loads, nothing else: no API, no socket, no sign-in.
//
// A new version is fetched in the background and waits until the person takes it: a page must never find itself with
// the files of another version.

const SHELL = "shell-{{build}}";
const FILES = {{precache}};
// Every place of the app is this page, without anything of a person: it is never drawn for somebody.
const PAGE = "/index.html";
// Needed after the first view, or never. Kept when there is time, and from the first use on, apart from the shell: Chromium
// lets nothing be read from a cache until it is written, which is never if the app is killed at that moment.
const LATER_SHELF = "later-{{build}}";
const LATER = {{later}};
// Whether something is kept is known long before this, in milliseconds, or not at all.
const PATIENCE = 2000;
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
  if (request.method === "POST" && url.origin === location.origin && url.pathname === "/share") {
    return event.respondWith(takeShared(request));
  }
  if (request.method !== "GET" || url.origin !== location.origin || isNotOurs(url.pathname)) return;
  if (request.mode === "navigate") event.respondWith(page(request));
  // Whoever asks for the page as a file wants to know what the server has now.
  else if (url.pathname === PAGE) return;
  else if (FILES.includes(url.pathname)) event.respondWith(file(request, url.pathname));
  else if (LATER.includes(url.pathname)) event.respondWith(fileOnDemand(event, url.pathname));
});

// Another app of the device shares something: it is kept where the app keeps files to send, and the app asks where it goes.
async function takeShared(request) {
  try {
    const form = await request.formData();
    const words = ["title", "text", "url"].map((name) => form.get(name)).filter((it) => typeof it === "string" && it);
    const shared = { files: form.getAll("files").filter((it) => it instanceof File), text: [...new Set(words)].join("\n") };
    const database = await filesDatabase();
    await done(database.transaction("shared", "readwrite").objectStore("shared").put(shared, "now"));
    database.close();
  } catch {
    // No room, or no storage at all: the app opens, and the other one has it still.
  }
  return Response.redirect("/?share", 303);
}

// As `offline/files.rs` opens it.
async function filesDatabase() {
  const opening = indexedDB.open("hubbub-files", 1);
  opening.onupgradeneeded = () => {
    for (const name of ["about", "bytes", "shared"]) opening.result.createObjectStore(name);
  };
  return done(opening);
}

function done(request) {
  return new Promise((told, failed) => {
    request.onsuccess = () => told(request.result);
    request.onerror = () => failed(request.error);
  });
}

self.addEventListener("push", (event) => {
  event.waitUntil(show(messageOf(event)));
});

self.addEventListener("notificationclick", (event) => {
  const { notification, action, reply } = event;
  notification.close();
  event.waitUntil(act(notification, action, reply));
});

// Some browsers tell that they have changed a subscription. The page looks at each start, for those that do not.
self.addEventListener("pushsubscriptionchange", (event) => {
  event.waitUntil(subscribeAgain(event));
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
  const cache = await caches.open(LATER_SHELF);
  for (const path of LATER) {
    if (!(await cache.match(path))) await cache.add(path);
  }
}

async function takeOver() {
  for (const name of await caches.keys()) {
    if (/^(shell|later)-/.test(name) && name !== SHELL && name !== LATER_SHELF) await caches.delete(name);
  }
  await self.clients.claim();
}

async function page(request) {
  return (await kept(SHELL, PAGE)) ?? fetch(request);
}

async function file(request, path) {
  return (await kept(SHELL, path)) ?? fetch(request);
}

async function fileOnDemand(event, path) {
  const looking = kept(LATER_SHELF, path);
  const found = await Promise.race([looking, nothingAfter(PATIENCE)]);
  if (found) return found;
  try {
    const answer = await fetch(event.request);
    if (answer.ok) event.waitUntil(keep(path, answer.clone()));
    return answer;
  } catch (error) {
    // On a busy device it may have come meanwhile.
    const late = await Promise.race([looking, nothingAfter(PATIENCE)]);
    if (late) return late;
    throw error;
  }
}

async function kept(shelf, path) {
  const cache = await caches.open(shelf);
  return cache.match(path);
}

async function keep(path, answer) {
  const cache = await caches.open(LATER_SHELF);
  await cache.put(path, answer);
}

function nothingAfter(ms) {
  return new Promise((told) => setTimeout(told, ms));
}

// What a push says, in the form of Declarative Web Push (`web_push: 8030`). Safari has read it already; others leave that
// to us. What cannot be read says nothing, and is shown all the same: a push that shows nothing costs the subscription.
function messageOf(event) {
  if (event.notification) return { notification: event.notification, app_badge: event.appBadge };
  try {
    const told = event.data.json();
    return typeof told?.notification?.title === "string" ? told : {};
  } catch {
    return {};
  }
}

async function show(told) {
  const { title, ...options } = noticeOf(told.notification);
  const message = options.data.message;
  const [before] = await shown(options.tag);
  // The server may have been stopped between telling and remembering that it told: the same words take their own place,
  // and nobody is called twice.
  const isAgain = message !== undefined && before?.data?.message === message;
  await registration.showNotification(title, { ...options, renotify: !isAgain, silent: isAgain });
  await Promise.allSettled([
    countOnIcon(told.app_badge ?? told.notification?.app_badge),
    putAwayIfSeen(options),
    options.data.kind === "test" && tellWindows({ type: "PUSH_ARRIVED", message }),
  ]);
}

// What the system is to show. Those of one place take each other's place.
function noticeOf(notification) {
  const data = { ...notification?.data, url: notification?.navigate ?? "/" };
  return {
    title: notification?.title || "{{name}}",
    body: notification ? notification.body : "Something new",
    tag: notification?.tag || "news",
    icon: "/icons/icon-192.png",
    badge: "/icons/monochrome-512.png",
    actions: !data.seq ? [] : data.kind === "direct" ? [READ] : [REPLY, READ],
    data,
  };
}

// What can be done without the app, where the system offers it. Some let a reply be written there; others lead to the place.
// A private message is answered in the app alone, which encrypts it.
const REPLY = { action: "reply", title: "Reply", type: "text", placeholder: "Message" };
const READ = { action: "read", title: "Mark as read" };

async function act({ title, data }, action, reply) {
  const place = `/api/channels/${data?.place}`;
  if (action === "read") return send("POST", `${place}/read`, { seq: data.seq });
  if (action !== "reply" || data?.kind === "direct" || !reply?.trim()) return open(data?.url);
  const answer = await send("POST", `${place}/messages`, { content: reply, nonce: crypto.randomUUID() });
  // What somebody has written is not lost: it stands there, and a tap leads to where it was to go.
  if (!answer?.ok) await registration.showNotification(`Not sent: ${title}`, { body: reply, tag: "not-sent", data });
  else await send("POST", `${place}/read`, { seq: data.seq });
}

async function send(method, path, body) {
  const headers = { "content-type": "application/json" };
  return fetch(path, { method, headers, body: JSON.stringify(body) }).catch(() => undefined);
}

// Some browsers list none.
async function shown(tag) {
  try {
    return await registration.getNotifications({ tag });
  } catch {
    return [];
  }
}

async function countOnIcon(count) {
  if (count === undefined || count === null || !navigator.setAppBadge) return;
  await (Number(count) > 0 ? navigator.setAppBadge(Number(count)) : navigator.clearAppBadge());
}

// Who looks at the place has read it. WebKit would count it as not shown.
async function putAwayIfSeen({ tag, data }) {
  const isWebKit = /AppleWebKit/.test(navigator.userAgent) && !/Chrome\//.test(navigator.userAgent);
  if (isWebKit || !data.place || !(await windows()).some((client) => isSeen(client, data.place))) return;
  for (const notification of await shown(tag)) notification.close();
}

function isSeen(client, place) {
  const [, kind, first, second] = new URL(client.url).pathname.split("/");
  const open = kind === "dm" ? first : kind === "hubs" ? second : undefined;
  return client.focused && client.visibilityState === "visible" && open === place;
}

// Windows of the app: the sign-in has none of it.
async function windows() {
  const all = await clients.matchAll({ type: "window", includeUncontrolled: true });
  return all.filter((client) => !isNotOurs(new URL(client.url).pathname));
}

async function tellWindows(what) {
  for (const client of await windows()) client.postMessage(what);
}

// In the window that is there, without loading it anew; see `boot.js`.
async function open(address) {
  const url = addressHere(address);
  const all = await windows();
  const client = all.find((one) => one.focused) ?? all.find((one) => one.visibilityState === "visible") ?? all[0];
  try {
    await client.focus();
    client.postMessage({ type: "OPEN", url });
  } catch {
    await clients.openWindow(url);
  }
}

// Within the app, whatever it says.
function addressHere(address) {
  try {
    const url = new URL(address ?? "/", location.origin);
    return url.origin === location.origin ? url.pathname + url.search : "/";
  } catch {
    return "/";
  }
}

async function subscribeAgain({ oldSubscription, newSubscription }) {
  const applicationServerKey = oldSubscription?.options?.applicationServerKey;
  if (!newSubscription && !applicationServerKey) return;
  const how = { userVisibleOnly: true, applicationServerKey };
  const now = newSubscription ?? (await registration.pushManager.subscribe(how));
  const { endpoint, keys } = now.toJSON();
  await send("PUT", "/api/users/@me/push", { endpoint, p256dh: keys.p256dh, auth: keys.auth });
}
