// Starts the app: the chosen theme first, then the WebAssembly, then the service worker.

const theme = readTheme();
if (theme === "light" || theme === "dark") document.documentElement.dataset.theme = theme;

function readTheme() {
  try {
    return localStorage.getItem("hubbub.theme");
  } catch {
    return null; // storage may be forbidden
  }
}

try {
  const glue = await import("{{glue}}");
  await glue.default({ module_or_path: "{{wasm}}" });
  glue.start();
  registerWorker();
} catch (error) {
  console.error(error);
  showFailure();
}

// The address of a worker is code to the browser: the content security policy wants a named policy to vouch for it.
function registerWorker() {
  if (!("serviceWorker" in navigator)) return;
  const address = "/sw.js";
  const policy = globalThis.trustedTypes?.createPolicy("hubbub", {
    createScriptURL(url) {
      if (url === address) return url;
      throw new TypeError("not a script of Hubbub");
    },
  });
  navigator.serviceWorker
    .register(policy ? policy.createScriptURL(address) : address, { scope: "/", updateViaCache: "none" })
    .catch((error) => console.warn("no offline start:", error));
}

function showFailure() {
  const place = document.getElementById("app");
  const box = document.createElement("div");
  const text = document.createElement("p");
  const link = document.createElement("a");
  box.className = "boot-failed";
  box.setAttribute("role", "alert");
  text.textContent = "Hubbub could not start. Your connection may be down, or this browser is too old.";
  link.textContent = "Try again";
  link.href = location.href;
  box.append(text, link);
  place.replaceChildren(box);
}
