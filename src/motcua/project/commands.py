"""What each command does: it makes Django ready, hands over to the module that knows, and prints what that tells."""

from __future__ import annotations

import argparse
import os
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

from motcua.kernel.refusals import Refusal
from motcua.project import environment, usage


def import_(options: argparse.Namespace) -> int:
    _django(start=False)
    from motcua.project import bringing

    return bringing.bring(options)


def export(options: argparse.Namespace) -> int:
    _django(start=False)
    from motcua.project import taking

    return taking.take(options)


def _django(*, start: bool = True) -> None:
    """Have the database answer and Django ready."""
    from motcua.project import database

    if start:
        database.start()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "motcua.project.settings")
    import django

    django.setup()


def _now() -> datetime:
    return datetime.now(UTC)


def demo(options: argparse.Namespace) -> int:
    place = options.dir or Path(os.environ.get(environment.DATA_DIR.name) or "var/demo")
    os.environ[environment.DATA_DIR.name] = str(place.resolve())
    os.environ.setdefault(environment.DEMO.name, "1")
    os.environ.setdefault(environment.BASE_URL.name, f"http://localhost:{options.port}")
    from motcua.project import serving

    if not options.no_serve:
        serving.be_free("127.0.0.1", options.port)
    _django()
    from motcua.project import demo

    demo.build(cases=options.cases, days=options.days, seed=options.seed, at=_now())
    if options.no_serve:
        return 0
    return serving.serve("127.0.0.1", options.port, workers=os.cpu_count() or 1, work=True)


def serve(options: argparse.Namespace) -> int:
    _django()
    from motcua.project import serving

    return serving.serve(options.host, options.port, workers=options.workers, work=not options.no_work)


def work(options: argparse.Namespace) -> int:
    _django()
    from motcua.project import serving

    serving.work(once=options.once)
    return 0


def check(options: argparse.Namespace) -> int:
    _django()
    from django.core.management import call_command

    call_command("check")
    try:
        call_command("migrate", check_unapplied=True, verbosity=0)
    except SystemExit:
        raise Refusal(usage.OLD_TABLES) from None
    print("Cài đặt và cơ sở dữ liệu sẵn sàng.")
    return 0


def migrate(options: argparse.Namespace) -> int:
    _django()
    from django.core.management import call_command

    call_command("migrate", verbosity=1)
    return 0


def load(options: argparse.Namespace) -> int:
    _django()
    from motcua.project import loading

    for line in loading.load(options.path or environment.catalogue_dir(), by="system", at=_now()):
        print(line)
    return 0


def lint(options: argparse.Namespace) -> int:
    _django(start=options.cases)
    from motcua.project import linting

    path = options.path or environment.catalogue_dir()
    return linting.lint(path, cases=options.cases, at=_now())


def replay(options: argparse.Namespace) -> int:
    _django()
    from motcua.project import trying

    for line in trying.replay(options.what, since=options.since, until=options.until, at=_now()):
        print(line)
    return 0


def cost(options: argparse.Namespace) -> int:
    _django()
    from motcua.project import trying

    lines = trying.cost(options.before, options.after, volume=options.volume, excel=options.excel, at=_now())
    for line in lines:
        print(line)
    return 0


def facts(options: argparse.Namespace) -> int:
    _django()
    from motcua.project import measuring

    for line in measuring.facts(anew=options.anew, at=_now()):
        print(line)
    return 0


def import_log(options: argparse.Namespace) -> int:
    _django()
    from motcua.project import measuring

    for line in measuring.import_log(options.path, options.map, options.forget, at=_now()):
        print(line)
    return 0


def measure(options: argparse.Namespace) -> int:
    _django()
    from motcua.project import measuring

    print(
        measuring.measure(
            options.codes,
            first=options.first,
            last=options.last,
            by=options.by,
            form=options.format,
            at=_now(),
            on=options.spark,
        )
    )
    return 0


def report(options: argparse.Namespace) -> int:
    _django()
    from motcua.project import measuring

    period = options.quarter or options.year or ""
    path = measuring.report(
        options.kind,
        period,
        agency=options.agency,
        by=options.by,
        form=options.form,
        out=options.out,
        at=_now(),
    )
    print(f"Đã lập báo cáo: {path}")
    return 0


def map_(options: argparse.Namespace) -> int:
    _django()
    from motcua.project import rearranging

    for line in rearranging.rearrange(options, at=_now()):
        print(line)
    return 0


def due(options: argparse.Namespace) -> int:
    from motcua.kernel.calendar import LOCAL
    from motcua.kernel.clock import Limit, Policy, Rule, due
    from motcua.project import loading

    calendar = loading.calendar_from_files(options.calendar)
    given = moment(options.received)
    received = given if given.tzinfo else given.replace(tzinfo=LOCAL)
    answer = due(calendar, received, Rule(Limit.parse(options.limit), Policy(options.policy)))
    print(answer.at.astimezone(LOCAL).strftime("%Y-%m-%dT%H:%M"))
    if options.why:
        print(answer.why)
    return 0


def moment(text: str) -> datetime:
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        raise Refusal(f"“{text}” không phải là một thời điểm; viết như 2026-02-12T10:00.") from None


def simulate(options: argparse.Namespace) -> int:
    _django()
    from motcua.project import simulation

    done = simulation.run(cases=options.cases, days=options.days, seed=options.seed, at=_now(), scenes=False)
    for line in done.lines:
        print(line)
    return 0


def token(options: argparse.Namespace) -> int:
    _django()
    from motcua.people import acts as people
    from motcua.people.actors import actor_named

    owner = actor_named(options.username, on=_now().date())
    if owner is None:
        raise Refusal(f"Không có tài khoản “{options.username}” đang hoạt động.")
    print(people.issue_token(owner.account, options.name, until=_now() + timedelta(days=options.days)))
    return 0


def admin(options: argparse.Namespace) -> int:
    _django()
    from motcua.people import acts as people
    from motcua.people import reads

    by, at = people.system(), _now()
    known = reads.administrator(options.username)
    if known is not None:
        print(people.reset_password(known, by=by, at=at))
    else:
        facts = {"username": options.username, "full_name": options.name or ""}
        print(people.open_account(facts, administrator=True, by=by, at=at))
    print("Mật khẩu này dùng một lần: đăng nhập rồi đặt mật khẩu riêng.", file=sys.stderr)
    return 0


def verify(options: argparse.Namespace) -> int:
    _django()
    from motcua.project import verifying

    return verifying.verify(noted=options.root, at=_now())
