// Starts the app: its style and the WebAssembly side by side, then the service worker. The page shows a skeleton
// meanwhile, which the app replaces.

goWhereTold();

try {
  const styles = addStyles("{{styles}}", "{{styles_integrity}}");
  const glue = await import("{{glue}}");
  await Promise.all([glue.default({ module_or_path: "{{wasm}}" }), styles]);
  glue.start();
  registerWorker();
} catch (error) {
  console.error(error);
  showFailure();
}

// Not in the page with the skeleton, which has its own style: a style sheet would hold it up. What the server drew
// brought the sheet along.
function addStyles(href, integrity) {
  if (document.getElementById("styles")) return;
  const link = Object.assign(document.createElement("link"), { rel: "stylesheet", href, integrity });
  return new Promise((resolve, reject) => {
    link.onload = resolve;
    link.onerror = () => reject(new Error(`${href} did not load`));
    document.head.append(link);
  });
}

// The address of a worker is code to the browser: the content security policy wants a named policy to vouch for it.
function registerWorker() {
  if (!("serviceWorker" in navigator)) return;
  const address = "/sw.js";
  const policy = globalThis.trustedTypes?.createPolicy("hubbub", {
    createScriptURL(url) {
      if (url === address) return url;
      throw new TypeError("not a script of this app");
    },
  });
  navigator.serviceWorker
    .register(policy ? policy.createScriptURL(address) : address, { scope: "/", updateViaCache: "none" })
    .catch((error) => console.warn("no offline start:", error));
}

// A notification was tapped. The app follows its own links without loading anything; before it is there, the browser does.
function goWhereTold() {
  navigator.serviceWorker?.addEventListener("message", ({ data }) => {
    if (data?.type !== "OPEN") return;
    const link = document.createElement("a");
    link.href = data.url;
    link.dataset.link = "";
    document.body.append(link);
    link.click();
    link.remove();
  });
}

function showFailure() {
  const place = document.getElementById("app");
  const box = document.createElement("div");
  const text = document.createElement("p");
  const link = document.createElement("a");
  box.className = "boot-failed";
  box.setAttribute("role", "alert");
  text.textContent =
    "{{name}} could not start. Your connection may be down, or this browser is too old. What you wrote is kept on this device.";
  link.textContent = "Try again";
  link.href = location.href;
  box.append(text, link);
  place.replaceChildren(box);
}
