// Keys of the desk (/ban-lam-viec/phim-tat/). Every page works without this file, and it can be switched off there.
(() => {
  const KEPT = "motcua-keys";
  const on = () => localStorage.getItem(KEPT) !== "off";

  const typing = (target) => target.closest("input:not([type=checkbox]):not([type=radio]), textarea, select, [contenteditable]");

  function walk(step) {
    const links = [...document.querySelectorAll("[data-row-link]")];
    const row = document.activeElement.closest("tr");
    const here = links.findIndex((link) => link.closest("tr") === row && row !== null);
    (links[here + step] ?? (here < 0 ? links[0] : undefined))?.focus();
  }

  const tick = () => document.activeElement.closest("tr")?.querySelector("[data-row-tick]")?.click();

  const deeds = {
    j: () => walk(1),
    k: () => walk(-1),
    x: tick,
    n: () => document.querySelector("[data-next]")?.click(),
    "/": () => document.getElementById("search")?.focus(),
  };

  document.addEventListener("keydown", (event) => {
    const deed = deeds[event.key];
    if (!deed || !on() || event.defaultPrevented || event.ctrlKey || event.altKey || event.metaKey) return;
    if (typing(event.target)) return;
    event.preventDefault();
    deed();
  });

  // A form that is on its way is not asked about any more: the draft may be a case by then.
  document.addEventListener("submit", (event) => (event.target.dataset.sent = ""));
  document.addEventListener("htmx:beforeRequest", (event) => "sent" in event.target.dataset && event.preventDefault());
  addEventListener("pageshow", () => document.querySelectorAll("[data-sent]").forEach((form) => delete form.dataset.sent));

  const all = document.getElementById("tick-all");
  if (all) {
    all.closest("[data-tick-all]").hidden = false;
    all.addEventListener("change", () =>
      document.querySelectorAll("[data-row-tick]").forEach((one) => (one.checked = all.checked)));
  }

  const box = document.getElementById("keys-on");
  if (box) {
    box.closest("[data-keys-switch]").hidden = false;
    box.checked = on();
    box.addEventListener("change", () => localStorage.setItem(KEPT, box.checked ? "on" : "off"));
  }
})();
