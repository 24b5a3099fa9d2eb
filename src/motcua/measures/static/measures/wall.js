// The screen on a wall asks for itself again, as long as nobody stops it. Without this file a link does the same.
(() => {
  const KEPT = "motcua-wall";
  const bar = document.querySelector("[data-every]");
  const button = bar.querySelector("button");
  const state = bar.querySelector("[role=status]");
  const every = Number(bar.dataset.every) * 1000;
  const figures = (page) => page.querySelector("[data-figures]");
  // A screen stays on for months: where the server has a new style or script, the whole page is wanted.
  const built = (page) => [...page.querySelectorAll("link[rel=stylesheet], script")].map((one) => one.outerHTML).join();
  const stopped = () => sessionStorage.getItem(KEPT) === "stopped";
  let waiting;

  // Figures that are not those of this minute say so themselves: the words come with them.
  function tell(what) {
    state.textContent = what ? figures(document).dataset[what] : "";
    document.body.classList.toggle("mc-wall--old", what === "failed");
  }

  // Anything but a page with figures is no answer: a line that is down, a server that fails or wants a sign-in.
  async function asked() {
    const line = new AbortController();
    setTimeout(() => line.abort(), every / 2);
    const answer = await fetch(location.href, { cache: "no-store", signal: line.signal });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    if (figures(page) && built(page) !== built(document)) location.reload();
    return figures(page);
  }

  async function again() {
    const found = await asked().catch(() => null);
    if (stopped()) return;
    if (found) figures(document).replaceWith(found);
    tell(found ? "" : "failed");
    wait();
  }

  function wait() {
    clearTimeout(waiting);
    if (!stopped()) waiting = setTimeout(again, every);
  }

  function show() {
    button.textContent = stopped() ? button.dataset.go : button.dataset.stop;
    tell(stopped() ? "stopped" : "");
    wait();
  }

  button.addEventListener("click", () => {
    sessionStorage.setItem(KEPT, stopped() ? "" : "stopped");
    show();
    if (!stopped()) again();
  });
  button.hidden = false;
  show();
})();
