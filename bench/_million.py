"""A province after three years: a million cases, built by SQL beside the catalogue and people of the demonstration.

Most cases are closed, one in twenty is open in one of the four steps; every case has its steps and its first event
(the whole journal of a case is not needed to measure lists, and would only make the building longer).
"""

from __future__ import annotations

import os
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from bench._house import province, server, settle

CASES = int(os.environ.get("MOTCUA_BENCH_CASES", "1000000"))
FOLDER = Path(os.environ.get("MOTCUA_BENCH_DIR", "var/bench")).resolve()

SEED = """
SET LOCAL synchronous_commit = off;
INSERT INTO people_applicant (kind, name, name_folded, identity, phone, email, address)
SELECT 'citizen', f.name || ' ' || m.name || ' ' || g.name, f.folded || ' ' || m.folded || ' ' || g.folded,
  '042' || lpad(n::text, 9, '0'), '09' || lpad(n::text, 8, '0'), '', 'Hà Tĩnh'
FROM generate_series(1, {people}) n
JOIN (VALUES {family}) f(id, name, folded) ON f.id = n %% {families}
JOIN (VALUES {middle}) m(id, name, folded) ON m.id = n / 7 %% {middles}
JOIN (VALUES {given}) g(id, name, folded) ON g.id = n / 61 %% {givens};

CREATE TEMP TABLE places ON COMMIT DROP AS
SELECT row_number() OVER (ORDER BY o.id) - 1 AS place, o.id AS reception, c.id AS competent, o.code_2020 AS code,
  d.agency_id AS desk, d.account_id AS officer, e.agency_id AS examiner_desk, e.account_id AS examiner,
  l.account_id AS leader
FROM agencies_agency o JOIN agencies_agency c ON c.id = o.parent_id
CROSS JOIN LATERAL (SELECT p.agency_id, a.account_id FROM agencies_post p JOIN people_appointment a ON a.post_id = p.id
  WHERE p.agency_id = o.id AND 'one-stop' = ANY(p.roles) ORDER BY a.id LIMIT 1) d
CROSS JOIN LATERAL (SELECT p.agency_id, a.account_id FROM agencies_agency g JOIN agencies_post p ON p.agency_id = g.id
  JOIN people_appointment a ON a.post_id = p.id
  WHERE g.parent_id = c.id AND 'civil-status' = ANY(p.roles) ORDER BY a.id LIMIT 1) e
CROSS JOIN LATERAL (SELECT a.account_id FROM agencies_post p JOIN people_appointment a ON a.post_id = p.id
  WHERE p.agency_id = c.id AND 'leader' = ANY(p.roles) ORDER BY a.id LIMIT 1) l
WHERE o.reception AND o.valid_to IS NULL AND c.kind = 'commune';

CREATE TEMP TABLE filed ON COMMIT DROP AS
SELECT n, gen_random_uuid() AS id, p.*, v.id AS version, v.procedure_id AS procedure,
  CASE WHEN n %% 20 <> 0 THEN 4 ELSE n / 20 %% 4 END AS stage,
  CASE WHEN n %% 20 <> 0 THEN %(now)s::timestamptz - interval '5 days'
      - interval '3 years' * ((n::bigint * 7919) %% {cases}) / {cases}
    ELSE %(now)s::timestamptz - interval '1 hour' * (n / 20 %% 90) END AS at
FROM generate_series(1, {cases}) n
JOIN places p ON p.place = (n / 3) %% (SELECT count(*) FROM places)
JOIN (SELECT v.id, v.procedure_id, row_number() OVER () - 1 AS turn FROM procedures_procedureversion v
  JOIN procedures_procedure d ON d.id = v.procedure_id WHERE d.code IN ('1.001193', '1.004873')) v ON v.turn = n %% 2;

INSERT INTO cases_case (id, code, procedure_id, version_id, applicant_id, applicant_name, search, channel, reception_id,
  competent_id, return_at_id, return_how, form, state, outcome, held, revision, submitted_at, answer_due, received_at,
  due_original, due_at, soon_at, late_after, finished_at, handed_over_at, calendar_edition, receiver, receipt_how,
  supplements)
SELECT f.id, f.code || '-' || to_char(f.at, 'YYYYMMDD') || '-' || lpad(f.n::text, 7, '0'), f.procedure, f.version,
  a.id, a.name,
  lower(f.code || '-' || to_char(f.at, 'YYYYMMDD') || '-' || lpad(f.n::text, 7, '0')) || ' ' || a.name_folded,
  1 + f.n %% 3, f.reception, f.competent, f.reception, 'counter', '{{"relation": "mother"}}',
  CASE f.stage WHEN 0 THEN 1 WHEN 4 THEN 10 WHEN 3 THEN 9 ELSE 4 END, CASE WHEN f.stage >= 3 THEN 'granted' ELSE '' END,
  false, 1, f.at, f.at + interval '1 day',
  CASE WHEN f.stage > 0 THEN f.at + interval '1 hour' END, CASE WHEN f.stage > 0 THEN f.at + interval '3 days' END,
  CASE WHEN f.stage > 0 THEN f.at + interval '3 days' END, CASE WHEN f.stage > 0 THEN f.at + interval '2 days' END,
  CASE WHEN f.stage > 0 THEN f.at + interval '3 days' END, CASE WHEN f.stage >= 3 THEN f.at + interval '2 days' END,
  CASE WHEN f.stage = 4 THEN f.at + interval '2 days 1 hour' END, 1, '', '', 0
FROM filed f JOIN people_applicant a ON a.identity = '042' || lpad((1 + (f.n * 31) %% {people})::text, 9, '0');

INSERT INTO cases_step (case_id, name, title, version_id, agency_id, role, owner_id, product, branch, opened_at, due_at,
  soon_at, awaits_collection, claimed_at, held, closed_at, closed_by_id, verb, note, waited, worked)
SELECT f.id, s.name, s.title, f.version,
  CASE s.turn WHEN 1 THEN f.examiner_desk WHEN 2 THEN f.competent ELSE f.desk END, s.role,
  CASE s.turn WHEN 1 THEN f.examiner WHEN 2 THEN f.leader ELSE f.officer END, s.product, '',
  f.at + interval '8 hours' * s.turn, f.at + interval '8 hours' * (s.turn + 1),
  f.at + interval '8 hours' * (s.turn + 1) - interval '96 minutes', s.turn = 3, NULL, false,
  CASE WHEN s.turn < f.stage THEN f.at + interval '8 hours' * (s.turn + 1) END,
  CASE WHEN s.turn < f.stage THEN f.officer END, CASE WHEN s.turn < f.stage THEN s.verb ELSE '' END, '',
  CASE WHEN s.turn < f.stage THEN 120 END, CASE WHEN s.turn < f.stage THEN 120 END
FROM filed f CROSS JOIN (VALUES
  (0, 'receive', 'Tiếp nhận hồ sơ', 'one-stop', 'Giấy hẹn', 'accept'),
  (1, 'examine', 'Thẩm tra', 'civil-status', 'Dự thảo', 'propose'),
  (2, 'sign', 'Ký', 'leader', 'Giấy đã ký', 'sign'),
  (3, 'hand-over', 'Trả kết quả', 'one-stop', 'Kết quả đã trả', 'done')
) s(turn, name, title, role, product, verb) WHERE s.turn <= f.stage AND s.turn < 4;

INSERT INTO journal_event (stream, seq, kind, at, recorded_at, by, data, prev, hash)
SELECT f.id, 1, 'case.submitted', f.at, f.at, 'hoa', '{{"channel": "Trực tuyến"}}', '', '' FROM filed f;
"""


def build() -> int:
    """Have the province stand in FOLDER, and its database server answer; return the server's process id.

    Builds it the first time: some minutes for a million cases.
    """
    os.environ["MOTCUA_HOSTS"] = "127.0.0.1"
    settle(FOLDER, durable=True)
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    if _cases() < CASES:
        _fill()
    return server(FOLDER)


def _cases() -> int:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM cases_case")
        return int(cursor.fetchone()[0])


def _fill() -> None:
    now, began = datetime.now(UTC), time.monotonic()
    print(f"building {CASES:,} cases in {FOLDER} …", file=sys.stderr)
    province(now)
    add(CASES, now=now)
    print(f"built in {time.monotonic() - began:.0f} s", file=sys.stderr)


def add(cases: int, *, now: datetime) -> None:
    """Add so many cases of the three years before ``now`` to a province with its catalogue and cast."""
    from django.db import connection, transaction

    with transaction.atomic(), connection.cursor() as cursor:
        for statement in _seed(cases).strip().split(";\n"):
            cursor.execute(statement, {"now": now})
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")


def _seed(cases: int) -> str:
    from motcua.kernel.text import fold
    from motcua.project import cast

    told = cast.script()
    lists = {
        "family": told["family"],
        "middle": [*told["middle"]["male"], *told["middle"]["female"]],
        "given": [*told["given"]["male"], *told["given"]["female"]],
    }
    values = {
        name: ", ".join(f"({place}, '{text}', '{fold(text)}')" for place, text in enumerate(texts))
        for name, texts in lists.items()
    }
    counts = {
        "families": len(lists["family"]),
        "middles": len(lists["middle"]),
        "givens": len(lists["given"]),
    }
    return SEED.format(cases=cases, people=max(cases // 4, 1), **values, **counts)


if __name__ == "__main__":
    build()
