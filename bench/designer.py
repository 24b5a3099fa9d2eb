"""The pages of a legal officer on a cheap phone: until one may type, beside a bare page of as many bytes.

    python bench/designer.py [--rounds 5] [--record]

Chromium with its processor slowed four times and a slow 4G line (150 ms, 1.6 Mbit/s down), the mid-tier phone of
Lighthouse. Interactive is when the scripts of the page have run and no task of 50 ms is under way; the page judges the
whole draft each time. Measured at work, when one comes from the list of drafts, and as the first page of all, with
nothing cached; then also until all has come, htmx last. The floor is a bare Django that answers as many bytes without
style or script.
"""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))

from bench._house import house
from bench._report import options, report
from bench._web import FLOOR, HOST, Visitor, serving

TARGET = "target: interactive in under 1 s"
CODE = "1.001193"
LIST = "/quan-tri/thu-tuc/"
SLOWER = 4
LINE = {
    "offline": False,
    "latency": 150,
    "downloadThroughput": 1_638_400 / 8,
    "uploadThroughput": 750_000 / 8,
}
Times = tuple[float, float]
"""Milliseconds until one may type, until all has come."""
SCREEN = {"viewport": {"width": 360, "height": 740}, "is_mobile": True, "has_touch": True}
INTERACTIVE = """() => new Promise(done => {
  let last = performance.timing.domContentLoadedEventEnd - performance.timing.navigationStart;
  new PerformanceObserver(list => list.getEntries().forEach(
    task => { last = Math.max(last, task.startTime + task.duration) })).observe({type: "longtask", buffered: true});
  setTimeout(() => done([last, performance.timing.loadEventEnd - performance.timing.navigationStart]), 1500);
})"""


def main() -> None:
    told = options(__doc__, rounds=5)
    with house("designer"):
        draft = _draft()
        with report("designer", record=told.record) as say, _phone() as phone:
            pages = {"steps": f"{draft}phan/steps/", "draft": draft, "form": f"{draft}phan/form/"}
            say(f"legal officer's pages, processor × {SLOWER} slower, slow 4G; {TARGET}")
            with serving(workers=1) as web:
                visitor = Visitor(web.port).sign_in("nga")
                lengths = {name: len(visitor.get(path).body) for name, path in pages.items()}
                found = {
                    name: [
                        phone(web.port, path, visitor.cookies, told.rounds, before=seen)
                        for seen in (LIST, "")
                    ]
                    for name, path in pages.items()
                }
            for name, (at_work, first) in found.items():
                with serving(FLOOR, workers=1, MOTCUA_BENCH_BYTES=str(lengths[name])) as bare:
                    floor = median(_typing(phone(bare.port, "/", {}, told.rounds, before="/")))
                work = _typing(at_work)
                say(
                    f"  {name:6} {median(work):6.0f} ms   × {median(work) / floor:.1f} a bare page of "
                    f"{lengths[name]:,} bytes ({floor:.0f} ms); fastest {min(work):.0f} ms; first page of all "
                    f"{median(_typing(first)):.0f} ms, all come {median(come for _, come in first):.0f} ms"
                )


def _typing(times: Sequence[Times]) -> list[float]:
    return [typing for typing, _ in times]


def _draft() -> str:
    """A province with a draft of its busiest procedure; the address of its page."""
    from django.core.management import call_command
    from django.utils import timezone

    from motcua.kernel.calendar import local
    from motcua.people.actors import actor_named
    from motcua.procedures.drafting import writing
    from motcua.project import demo

    at = timezone.now()
    demo.build(cases=20, days=5, seed=2026, at=at)
    call_command("collectstatic", interactive=False, verbosity=0)
    nga = actor_named("nga", on=local(at).date())
    assert nga is not None
    return f"/quan-tri/thu-tuc/du-thao/{writing.begin(CODE, by=nga, at=at)}/"


@contextmanager
def _phone() -> Iterator[Any]:
    """A function that opens an address some times and tells when one could type.

    Each time in a browser of its own, which saw the page ``before``.
    """
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        switches = ["--no-sandbox", "--disable-gpu"]
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=switches)

        def opened(
            port: int, path: str, cookies: dict[str, str], rounds: int, *, before: str
        ) -> Sequence[Times]:
            site = f"http://{HOST}:{port}"
            return [_once(browser, site, path, cookies, before) for _ in range(rounds + 1)][1:]

        yield opened
        browser.close()


def _once(browser: Any, site: str, path: str, cookies: dict[str, str], before: str) -> Times:
    context = browser.new_context(**SCREEN)
    context.add_cookies([{"name": name, "value": value, "url": site} for name, value in cookies.items()])
    page = context.new_page()
    if before:
        page.goto(f"{site}{before}")
    session = context.new_cdp_session(page)
    session.send("Network.enable")
    session.send("Network.emulateNetworkConditions", LINE)
    session.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    answer = page.goto(f"{site}{path}")
    if answer is None or answer.status != 200:
        sys.exit(f"{path} answers {answer.status if answer else 'nothing'}")
    typing, come = page.evaluate(INTERACTIVE)
    context.close()
    return typing, come


if __name__ == "__main__":
    main()
