"""The province on the eve of 1 July 2025: its three tiers with their people, and cases open everywhere."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from django.db import connection, transaction
from django.utils import timezone
from psycopg.types.range import Range

from motcua.agencies.models import Reorganisation
from motcua.kernel.calendar import LOCAL
from motcua.procedures.models import ProcedureVersion

ACT = "2025-07-01"
DAY = date(2025, 7, 1)
EVE = datetime(2025, 6, 30, 16, 0, tzinfo=LOCAL)
MORNING = datetime(2025, 7, 1, 0, 5, tzinfo=LOCAL)
BIRTH, BUSINESS = "1.001193", "1.001612"

OFFICERS = """
INSERT INTO people_account (username, full_name, name_folded, password, phone, email, is_active, is_officer,
  is_administrator, one_time_password)
SELECT 'cu' || p.id, 'Cán bộ ' || p.id, 'can bo ' || p.id, '!', '', '', true, true, false, false
FROM agencies_post p JOIN agencies_agency g ON g.id = p.agency_id WHERE {which};
INSERT INTO people_appointment (account_id, post_id, valid_from)
SELECT a.id, p.id, {since} FROM agencies_post p JOIN agencies_agency g ON g.id = p.agency_id
JOIN people_account a ON a.username = 'cu' || p.id WHERE {which}"""

OLD = "g.valid_to = '2025-07-01'"
NEW = "g.valid_from = '2025-07-01' AND split_part(g.slug, '.', 1) = ANY(%(slugs)s)"

CASES = """
CREATE TEMP TABLE places ON COMMIT DROP AS
SELECT row_number() OVER (ORDER BY b.kind, b.id) - 1 AS place, b.id AS body, b.gso_code AS gso, b.kind, o.id AS desk,
  o.code_2020 AS code, (SELECT min(c.gso_code) FROM agencies_agency c WHERE c.parent_id = b.id AND c.kind = 'commune'
    AND c.valid_from < '2025-07-01' AND c.valid_to = '2025-07-01') AS below
FROM agencies_agency b JOIN agencies_agency o ON o.parent_id = b.id AND o.part = 'mot-cua'
WHERE b.valid_from < '2025-07-01' AND b.valid_to = '2025-07-01' AND b.kind IN ('commune', 'district');

CREATE TEMP TABLE held ON COMMIT DROP AS
SELECT p.agency_id AS agency, role, min(a.account_id) AS account FROM people_appointment a
JOIN agencies_post p ON p.id = a.post_id, unnest(p.roles) role WHERE a.valid_from < '2025-07-01' GROUP BY 1, 2;

CREATE TEMP TABLE flow ON COMMIT DROP AS
SELECT * FROM jsonb_to_recordset(%(flow)s::jsonb)
  AS x(kind text, stage int, version int, procedure int, name text, title text, role text, at text, product text);

CREATE TEMP TABLE filed ON COMMIT DROP AS
SELECT n, gen_random_uuid() AS id, p.*, f.version, f.procedure, f.stage, f.name, f.title, f.role, f.at, f.product,
  CASE f.at WHEN 'competent' THEN p.body ELSE p.desk END AS step_agency,
  timestamptz '2025-06-30 02:00Z' - interval '1 hour' * (n %% 120) AS filed_at,
  CASE WHEN n %% 7 = 0 THEN interval '30 minutes' ELSE interval '7 days' END AS promise
FROM generate_series(1, %(cases)s) n
JOIN places p ON p.place = n %% (SELECT count(*) FROM places)
JOIN flow f ON f.kind = p.kind AND f.stage = (n / (SELECT count(*) FROM places)) %% 5;

INSERT INTO people_applicant (kind, name, name_folded, identity, phone, email, address)
SELECT 'citizen', 'Nguyễn Thị ' || n, 'nguyen thi ' || n, '042' || lpad(n::text, 9, '0'), '', '', ''
FROM generate_series(1, 200) n ON CONFLICT DO NOTHING;

INSERT INTO cases_case (id, code, procedure_id, version_id, applicant_id, applicant_name, search, channel, reception_id,
  competent_id, return_at_id, return_how, form, state, outcome, held, revision, submitted_at, answer_due, received_at,
  due_original, due_at, soon_at, late_after, finished_at, handed_over_at, calendar_edition, receiver, receipt_how,
  supplements)
SELECT f.id, f.code || '-' || f.n, f.procedure, f.version, a.id, a.name,
  lower(f.code || '-' || f.n) || ' ' || a.name_folded, 1, f.desk, f.body, f.desk, 'counter',
  CASE WHEN f.kind = 'commune' THEN jsonb_build_object('home', jsonb_build_object('commune', f.gso))
    WHEN f.n %% 2 = 0 THEN jsonb_build_object('site', jsonb_build_object('commune', f.below)) ELSE '{{}}' END,
  (ARRAY[1, 4, 4, 9, 10])[f.stage + 1], CASE WHEN f.stage > 2 THEN 'granted' ELSE '' END, false, 1, f.filed_at,
  f.filed_at + interval '1 day', CASE WHEN f.stage > 0 THEN f.filed_at END,
  CASE WHEN f.stage > 0 THEN f.filed_at + f.promise END,
  CASE WHEN f.stage > 0 THEN f.filed_at + f.promise END,
  CASE WHEN f.stage > 0 THEN f.filed_at + f.promise END,
  CASE WHEN f.stage > 0 THEN f.filed_at + f.promise END,
  CASE WHEN f.stage > 2 THEN f.filed_at + interval '1 hour' END,
  CASE WHEN f.stage > 3 THEN f.filed_at + interval '2 hours' END,
  (SELECT max(number) FROM cases_calendaredition), '', '', 0
FROM filed f JOIN people_applicant a ON a.identity = '042' || lpad((1 + f.n %% 200)::text, 9, '0');

INSERT INTO cases_step (case_id, name, title, version_id, agency_id, role, owner_id, product, branch, opened_at, due_at,
  soon_at, awaits_collection, claimed_at, held, verb, note)
SELECT f.id, f.name, f.title, f.version, f.step_agency, f.role, h.account, f.product, '', f.filed_at,
  f.filed_at + interval '3 days', f.filed_at + interval '2 days', f.stage = 3, f.filed_at, false, '', ''
FROM filed f JOIN held h ON h.agency = f.step_agency AND h.role = f.role WHERE f.stage < 4;

INSERT INTO journal_event (stream, seq, kind, at, recorded_at, by, data, prev, hash)
SELECT c.id, 1, 'case.submitted', c.submitted_at, c.submitted_at, 'hoa', jsonb_build_object('code', c.code,
  'procedure', 'thử', 'channel', 'Trực tiếp') || cases_told(c.salt, jsonb_build_object('set',
    jsonb_build_object('identity', a.identity) || (SELECT jsonb_object_agg(key, value)
      FROM jsonb_each(to_jsonb(c) - '{{id,revision,salt,search}}'::text[]) WHERE value <> 'null')),
  (SELECT to_jsonb(s) FROM cases_step s WHERE s.case_id = c.id), NULL), '', ''
FROM filed f JOIN cases_case c ON c.id = f.id JOIN people_applicant a ON a.id = c.applicant_id"""


def people() -> None:
    """Somebody in every post of the old agencies."""
    _engage(OLD, "date '2025-01-01'", {})


def staff(keys: Iterable[str]) -> None:
    """Somebody in every post of some new agencies, appointed beforehand from the day."""
    _engage(NEW, "date '2025-07-01'", {"slugs": [key.partition("@")[0] for key in keys]})


def _engage(which: str, since: str, values: Mapping[str, object]) -> None:
    with connection.cursor() as cursor:
        for statement in OFFICERS.format(which=which, since=since).split(";\n"):
            cursor.execute(statement, values)


def plan_again() -> Reorganisation:
    """The act of 1 July 2025 as it was before the day."""
    Reorganisation.objects.filter(key=ACT).update(
        state="planned", planned_by="system", rehearsed_by="", rehearsed_at=None, rehearsal={}
    )
    return Reorganisation.objects.get(key=ACT)


def cases(number: int) -> None:
    """So many cases of both tiers, filed in the last days of June 2025, every fifth of them closed."""
    flow = [row for kind, code in (("commune", BIRTH), ("district", BUSINESS)) for row in _flow(kind, code)]
    with transaction.atomic(), connection.cursor() as cursor:
        for statement in CASES.format().split(";\n"):
            cursor.execute(statement, {"cases": number, "flow": json.dumps(flow)})


def _flow(kind: str, code: str) -> list[dict[str, Any]]:
    """The stages of a case: to be received, examined, signed, collected, closed."""
    version = _version(kind, code)
    steps = version.definition["steps"]
    chosen = [steps[0], next(one for one in steps if one["at"] == "competent" and one["role"] != "leader")]
    chosen += [next(one for one in steps if one["role"] == "leader"), steps[-1], steps[-1]]
    return [
        {
            "kind": kind, "stage": stage, "version": version.pk, "procedure": version.procedure_id, "name": step["id"],
            "title": step["title"], "role": step["role"], "at": step["at"],
            "product": step.get("product", step["title"]),
        }
        for stage, step in enumerate(chosen)
    ]  # fmt: skip


def _version(kind: str, code: str) -> ProcedureVersion:
    """The procedure as the old tier worked it, until the day."""
    today = ProcedureVersion.objects.filter(procedure__code=code).order_by("number")[0]
    steps = [
        step | {"role": "leader" if step["role"] == "division-head" else step["role"]}
        for step in today.definition["steps"]
    ]
    definition = {
        **today.definition,
        "steps": steps,
        "in_force": "2024-01-01",
        "until": "2025-07-01",
        "level": kind,
        "competent": {"kind": kind},
    }
    return ProcedureVersion.objects.create(
        procedure=today.procedure, number=900, in_force=Range(date(2024, 1, 1), DAY), definition=definition,
        form=today.form, digest=f"{kind}", published_at=timezone.now(), published_by="system",
    )  # fmt: skip
