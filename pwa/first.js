// In the page itself, before anything is painted: the chosen theme, and which boxes the skeleton has.
try {
  const root = document.documentElement;
  const theme = localStorage.getItem("hubbub.theme");
  if (theme && theme !== "auto") root.dataset.theme = theme;
  const isKnown = localStorage.getItem("hubbub.person") !== null;
  const [place, , channel] = location.pathname.split("/").filter(Boolean);
  const isPublic = place === "sign-in" || place === "invite" || place === "diag";
  if (isKnown && !isPublic) root.dataset.first = place === "hubs" ? (channel ? "channel" : "hub") : "page";
} catch {
  // Storage may be forbidden: then the logo alone is shown, as it is to strangers.
}
