// The theme and the contrast that were chosen in the app on this device.
try {
  const root = document.documentElement;
  const theme = localStorage.getItem("hubbub.theme");
  if (theme && theme !== "auto") root.dataset.theme = theme;
  if (localStorage.getItem("hubbub.contrast")) root.dataset.contrast = "more";
} catch {
  // Storage may be forbidden: then the device decides.
}
