// What a phone sees of the PWA: Lighthouse for a member who opens a channel, cold and from the service worker, the time
// until that channel can be used, how long typing and sending take to show while much is going on, and the tasks that
// block while somebody scrolls up through the messages.
//
// Takes one JSON argument: {chromium, address, path, cookie, person, writer, api, keys, rows}. Prints one JSON line.

import lighthouse from "lighthouse";
import puppeteer from "puppeteer-core";

const asked = JSON.parse(process.argv[2]);
const channel = asked.address + asked.path;
const phone = { width: 390, height: 844, deviceScaleFactor: 2, isMobile: true, hasTouch: true };
// Lighthouse's own figures for 1.6 Mbit/s and 150 ms, as they are applied to each request.
const network = { latency: 562.5, download: 184_320, upload: 84_375 };
// The window is larger than the phone in it: what lies outside of it is never presented, and counts as not yet painted.
const flags = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--no-first-run", "--window-size=1000,1900"];

const browser = await puppeteer.launch({ executablePath: asked.chromium, args: flags });
try {
  console.log(JSON.stringify(await measure()));
} finally {
  await browser.close();
}

async function measure() {
  const page = await open();
  const cold = await judge(page, false);
  await page.goto(channel);
  await page.evaluate(() => navigator.serviceWorker.ready.then(() => true));
  await usable(page);
  const warm = await judge(page, true);
  await page.close();
  return { cold, warm, ...(await times()), ...(await interactions()), ...(await scrolling()) };
}

/** A page of the member who is signed in. */
async function open(context = browser.defaultBrowserContext()) {
  const page = await context.newPage();
  await page.setViewport(phone);
  const [name, ...value] = asked.cookie.split("=");
  const devtools = await page.createCDPSession();
  await devtools.send("Network.setCookie", { name, value: value.join("="), url: asked.address, httpOnly: true });
  await devtools.send("Network.setCookie", { name: "hubbub_person", value: asked.person, url: asked.address });
  return page;
}

async function judge(page, isWarm) {
  const settings = {
    output: "json",
    formFactor: "mobile",
    throttlingMethod: "devtools",
    disableStorageReset: isWarm,
    onlyCategories: ["performance", "accessibility", "best-practices"],
  };
  const { lhr } = await lighthouse(channel, settings, undefined, page);
  const value = (audit) => lhr.audits[audit]?.numericValue ?? null;
  const failed = Object.values(lhr.audits).filter(
    (audit) => audit.score !== null && audit.score < 1 && audit.scoreDisplayMode === "binary",
  );
  return {
    performance: lhr.categories.performance.score * 100,
    accessibility: lhr.categories.accessibility.score * 100,
    bestPractices: lhr.categories["best-practices"].score * 100,
    fcp: value("first-contentful-paint"),
    lcp: value("largest-contentful-paint"),
    tbt: value("total-blocking-time"),
    cls: value("cumulative-layout-shift"),
    bytes: value("total-byte-weight"),
    failed: failed.map((audit) => audit.title),
  };
}

/** Milliseconds until a message can be written and the newest ones are there. What the server drew cannot be used. */
async function usable(page) {
  const app = "#app:not([data-drawn])";
  await page.waitForSelector(`${app} [data-testid=message]`, { timeout: 60_000 });
  await page.waitForSelector(`${app} [data-testid=composer]:enabled`, { timeout: 60_000 });
  return page.evaluate(() => performance.now());
}

/** The phone's line. By the protocol's older call, which every Chromium knows; the one that puppeteer makes is too new for some. */
async function slowLine(page) {
  const { latency, download: downloadThroughput, upload: uploadThroughput } = network;
  const session = await page.createCDPSession();
  await session.send("Network.enable");
  await session.send("Network.emulateNetworkConditions", { offline: false, latency, downloadThroughput, uploadThroughput });
}

async function times() {
  const context = await browser.createBrowserContext();
  const page = await open(context);
  await page.emulateCPUThrottling(4);
  await slowLine(page);
  await page.goto(channel);
  const usableCold = await usable(page);
  await page.evaluate(() => navigator.serviceWorker.ready.then(() => true));
  await page.goto(channel);
  const usableWarm = await usable(page);
  await context.close();
  return { usableCold, usableWarm };
}

/** Typing and sending while 50 messages a second come in: the 98th percentile, as browsers count it. */
async function interactions() {
  const page = await open();
  await page.evaluateOnNewDocument(() => {
    window.slowest = new Map();
    const note = (event) => {
      if (event.interactionId) {
        const before = window.slowest.get(event.interactionId) ?? 0;
        window.slowest.set(event.interactionId, Math.max(before, event.duration));
      }
    };
    new PerformanceObserver((list) => list.getEntries().forEach(note)).observe({ type: "event", durationThreshold: 16, buffered: true });
  });
  await page.goto(channel);
  await usable(page);
  await page.emulateCPUThrottling(4);
  const events = everybodyElse();
  await page.focus("[data-testid=composer]");
  for (let sent = 0; sent < asked.keys / 20; sent += 1) {
    await page.keyboard.type("what I wanted to say", { delay: 60 });
    await page.keyboard.press("Enter");
  }
  const told = await events.stop();
  await new Promise((done) => setTimeout(done, 1000));
  const durations = await page.evaluate(() => [...window.slowest.values()]);
  // What took less than 16 ms is not told by the browser.
  const all = [...Array(Math.max(0, asked.keys - durations.length)).fill(8), ...durations].sort((a, b) => a - b);
  return { inp: all[Math.ceil(all.length * 0.98) - 1], interactions: all.length, eventsPerSecond: told };
}

/** A finger that goes up through the messages without a rest: tasks of more than 50 ms, as browsers count them. */
async function scrolling() {
  const page = await open();
  await page.evaluateOnNewDocument(() => {
    window.tasks = [];
    new PerformanceObserver((list) => window.tasks.push(...list.getEntries().map((task) => task.duration))).observe({ type: "longtask" });
  });
  await page.goto(channel);
  await usable(page);
  await page.emulateCPUThrottling(4);
  // Starting is measured elsewhere.
  await new Promise((done) => setTimeout(done, 3000));
  const told = await page.evaluate(async (rows) => {
    window.tasks.length = 0;
    const list = document.querySelector(".conversation");
    const oldest = () => Number(list.querySelector("[data-seq]").dataset.seq);
    const [newest, until] = [oldest(), performance.now() + 120_000];
    while (newest - oldest() < rows && performance.now() < until) {
      list.scrollBy(0, -300);
      await new Promise((done) => setTimeout(done, 33));
    }
    return { scrolled: newest - oldest(), tasks: window.tasks };
  }, asked.rows);
  await page.close();
  return { scrolled: told.scrolled, longTasks: told.tasks.length, longestTask: Math.max(0, ...told.tasks) };
}

function everybodyElse() {
  const begun = Date.now();
  let count = 0;
  const headers = { Cookie: asked.writer, Origin: asked.address, "Content-Type": "application/json" };
  const say = async () => {
    count += 1;
    const body = JSON.stringify({ content: `Event ${count}`, nonce: `event-${count}` });
    await fetch(asked.address + asked.api, { method: "POST", headers, body }).catch(() => (count -= 1));
  };
  const timer = setInterval(say, 20);
  return {
    async stop() {
      clearInterval(timer);
      return (count / (Date.now() - begun)) * 1000;
    },
  };
}
