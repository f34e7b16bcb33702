// The last service worker: takes the offline app back from a device. Served as /sw.js with HUBBUB_OFFLINE_APP=off.
//
// For when a broken version is kept on people's devices and does not let a new one in. Browsers ask for /sw.js past all
// caches at every start of the app and at least once a day; this one then removes what is kept and itself, and loads
// the open pages anew, from the server. What people have written and not sent is not in the caches and stays.

self.addEventListener("install", () => self.skipWaiting());

self.addEventListener("activate", (event) => event.waitUntil(leave()));

async function leave() {
  for (const name of await caches.keys()) await caches.delete(name);
  await self.registration.unregister();
  // Only those that an earlier worker served. The others came from the server already.
  for (const page of await self.clients.matchAll({ type: "window" })) page.navigate(page.url).catch(() => {});
}
