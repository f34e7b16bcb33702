// Stands right after what the server drew, and runs before that is painted: times as this device writes them, the
// colours of names, what was being written here, and the place where reading stopped. The forms are those of `clock/device.rs`.
{
  const forms = [
    ["time.message-time", "datetime", { hour: "numeric", minute: "2-digit" }],
    ["[data-day]", "data-day", { weekday: "long", day: "numeric", month: "long" }],
    ["[data-date]", "data-date", { day: "numeric", month: "long", year: "numeric" }],
  ];
  for (const [which, where, form] of forms) {
    const found = document.querySelectorAll(which);
    const format = found.length && new Intl.DateTimeFormat([], form);
    for (const it of found) it.textContent = format.format(new Date(it.getAttribute(where)));
  }
  try {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(document.querySelector("[data-role-colors]").dataset.roleColors);
    document.adoptedStyleSheets = [sheet];
  } catch {
    // Browsers before 2023: names have the usual colour.
  }
  const field = document.querySelector(".composer-text");
  try {
    field.value = localStorage.getItem("hubbub.draft." + location.pathname.split("/")[3]) ?? "";
    field.style.height = "auto";
    field.style.height = field.scrollHeight + "px";
  } catch {
    // No field here, or storage is forbidden.
  }
  const list = document.querySelector(".conversation");
  const line = list?.querySelector(".divider-new");
  if (line) list.scrollBy(0, line.getBoundingClientRect().top - list.getBoundingClientRect().top - list.clientHeight / 4);
}
