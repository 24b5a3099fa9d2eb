"""Answers of a province over three years, in boxes of an agency, a procedure, a channel and a month.

Marks, and what one in ten has written, follow from the number of the answer.
"""

from __future__ import annotations

from datetime import datetime

from django.db import connection

from motcua.kernel.calendar import local

MONTHS = 36
IN_A_BOX = 4

FILL = """
INSERT INTO surveys_box (id, survey, agency_id, procedure_id, channel, month, unit)
SELECT gen_random_uuid(), 'hai-long-tthc', agency.id, procedure.id, 1 + n % 3,
  date_trunc('month', %(today)s::date) - interval '1 month' * (n % %(months)s), ''
FROM generate_series(1, %(boxes)s) n
JOIN (SELECT id, row_number() OVER (ORDER BY id) AS place, count(*) OVER () AS many FROM agencies_agency
  WHERE valid_to IS NULL AND kind IN ('commune', 'department')) agency
  ON agency.place = 1 + n / %(months)s % agency.many
JOIN (SELECT id, row_number() OVER (ORDER BY id) AS place, count(*) OVER () AS many FROM procedures_procedure) procedure
  ON procedure.place = 1 + n * 7919 % procedure.many;

INSERT INTO surveys_answer (id, box_id, overall, marks, comment)
SELECT gen_random_uuid(), box.id, 1 + n % 5, jsonb_build_object('overall', 1 + n % 5, 'on-time', 1 + n / 2 % 5,
    'correct', 3 + n % 3, 'place', 1 + n / 3 % 5, 'guidance', 2 + n % 4, 'papers', 1 + n / 5 % 5, 'manner', 4,
    'skill', 3 + n / 7 % 3, 'complaints', 1 + n / 11 % 5),
  CASE WHEN n % 10 > 0 THEN ''
    ELSE (ARRAY['Chờ lâu quá', 'Thái độ niềm nở', 'Nộp trên mạng hay bị lỗi', 'Cảm ơn'])[1 + n / 10 % 4] END
FROM (SELECT id, row_number() OVER (ORDER BY id) AS place FROM surveys_box) box
CROSS JOIN LATERAL (SELECT box.place * %(each)s + one AS n FROM generate_series(1, %(each)s) one) numbered;
"""


def fill(answers: int, *, at: datetime) -> None:
    """Put so many answers into boxes, about as many into each."""
    said = {"today": local(at).date(), "months": MONTHS, "boxes": answers // IN_A_BOX, "each": IN_A_BOX}
    with connection.cursor() as cursor:
        for statement in FILL.replace(" % ", " %% ").split(";\n")[:-1]:
            cursor.execute(statement, said)
        cursor.execute("VACUUM ANALYZE surveys_box, surveys_answer")
