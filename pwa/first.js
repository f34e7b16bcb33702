// In the page itself, before anything is painted: the chosen theme and contrast, which boxes the skeleton has, and the
// socket, which is there by the time the app is. The server is told the time zone for the next view that it draws.
const root = document.documentElement;
root.dataset.at = Date.now();
try {
  const theme = localStorage.getItem("hubbub.theme");
  if (theme && theme !== "auto") root.dataset.theme = theme;
  if (localStorage.getItem("hubbub.contrast")) root.dataset.contrast = "more";
  document.cookie = `hubbub_offset=${-new Date().getTimezoneOffset()}; path=/; max-age=31536000; samesite=lax`;
  const isKnown = document.cookie.includes("hubbub_person=");
  const [place, , channel] = location.pathname.split("/").filter(Boolean);
  const isPublic = place === "sign-in" || place === "invite" || place === "diag";
  if (isKnown && !isPublic) {
    root.dataset.first = place === "hubs" ? (channel ? "channel" : "hub") : "page";
    const socket = new WebSocket(location.origin.replace("http", "ws") + "/ws");
    const frames = [];
    socket.binaryType = "arraybuffer";
    socket.onmessage = (event) => frames.push(event);
    globalThis.early = { socket, frames };
  }
} catch {
  // Storage may be forbidden: then the logo alone is shown, as it is to strangers.
}
