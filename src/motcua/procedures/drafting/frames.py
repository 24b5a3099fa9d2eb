"""The empty frame of a procedure file: what every procedure has, in the order in which it is read."""

from __future__ import annotations

from datetime import date

FRAME = """\
code: "{code}"
title: {title}
kind: public
field: {field}
level: {level}
online: partial
law: {law}
in_force: {day}
limit:
  value: 5 wd
audience: [citizen]
channels: [counter]
reception: {{one_stop: any}}
competent: {{{competent}}}
return: {{one_stop: chosen}}
fees: []
form: []
papers: []
process: []
conditions: []
steps:
  - id: receive
    title: Tiếp nhận hồ sơ
    at: reception
    role: one-stop
    within: 4 wh
    product: Giấy tiếp nhận hồ sơ và hẹn trả kết quả
    moves: {{accept: examine, supplement: wait-applicant, refuse: refused}}
  - id: examine
    title: Thẩm định hồ sơ
    at: competent
    role: specialist
    within: 3 wd
    product: Tờ trình, dự thảo kết quả
    moves: {{propose: sign, supplement: wait-applicant, refuse: sign-refusal}}
  - id: sign
    title: Ký kết quả
    at: competent
    role: leader
    within: 4 wh
    product: Kết quả đã ký
    moves: {{sign: hand-over, return: examine}}
  - id: sign-refusal
    title: Ký từ chối
    at: competent
    role: leader
    within: 4 wh
    decides: refused
    product: Văn bản từ chối, nêu lý do
    moves: {{sign: hand-over, return: examine}}
  - id: hand-over
    title: Trả kết quả
    at: return
    role: one-stop
    within: 4 wh
    product: Kết quả và sổ theo dõi hồ sơ
    moves: {{done: end}}
holds: {{supplement: restart}}
result:
  code: KQ.G15.000001
  title: Kết quả giải quyết
  valid: forever
  shows:
    - facts:
        - {{field: case.code, label: Mã hồ sơ}}
"""


def frame(code: str, title: str, field: str, day: date) -> str:
    """The frame for a procedure that the national list names."""
    return _framed(code, title, field, day, level="commune", law="[]", competent="kind: commune")


def own_frame(
    code: str, title: str, field: str, day: date, *, level: str, competent: tuple[str, str], source: str
) -> str:
    """The frame for a procedure that only the province has: who decides it, and the document that sets it up."""
    law, who = f"[{{document: {_quoted(source)}}}]", ": ".join(competent)
    return _framed(code, title, field, day, level=level, law=law, competent=who)


def _framed(code: str, title: str, field: str, day: date, **more: str) -> str:
    return FRAME.format(code=code, title=_quoted(title), field=_quoted(field), day=day, **more)


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
