"""What a procedure costs those who go through it: by hand, in the code and in Excel the same."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from io import BytesIO

import pytest
from openpyxl import load_workbook

from motcua.kernel.refusals import Invalid
from motcua.procedures import costing, costing_book, lint
from motcua.procedures.costing import Costing, Effort, Norms, Volume
from motcua.procedures.definition import Fee
from motcua.procedures.surroundings import Surroundings

DAY = date(2026, 3, 2)
NORMS = Norms(
    wage={"citizen": 40_000, "household": 40_000, "business": 60_000},
    papers={
        "from_form": Effort(0.5, 0), "original": Effort(1, 5_000), "copy": Effort(0.5, 4_000), "show": Effort(0.1, 0),
    },
    filing={"online": Effort(0.25, 0), "counter": Effort(2, 20_000), "post": Effort(0.5, 30_000)},
    collecting={"counter": Effort(1.5, 20_000), "online": Effort(0.1, 0), "post": Effort(0.1, 30_000)},
    supplement=Effort(1.5, 10_000),
)  # fmt: skip


@pytest.fixture
def definition(file, catalogue):
    return lint.read(file, Surroundings(catalogue)).definition


def costed(definition, volume: Volume) -> Costing:
    return costing.cost(definition, NORMS, volume, on=DAY)


def test_the_golden_worksheet(definition):
    """Computed by hand: (0,5 giờ × 40.000) × 100 + … for each line."""
    paper = replace(definition.papers[0], original=1, copy=0, from_form=False, show=False, effort=None)
    of = replace(definition, audience=("citizen",), papers=(paper,), fees=())
    volume = Volume({"online": 80, "counter": 20}, {"counter": 100}, supplements=10, asked={paper.id: 0.5})
    lines = [(one.part, one.each, one.times, one.year) for one in costed(of, volume).activities]
    assert lines == [
        ("Chuẩn bị hồ sơ", 45_000, 50, 2_250_000),
        ("Nộp hồ sơ", 10_000, 80, 800_000),
        ("Nộp hồ sơ", 100_000, 20, 2_000_000),
        ("Bổ sung hồ sơ", 70_000, 10, 700_000),
        ("Nhận kết quả", 80_000, 100, 8_000_000),
    ]
    assert (costed(of, volume).year, costed(of, volume).each) == (13_750_000, 137_500)


def test_a_paper_may_say_its_own_effort(definition):
    paper = replace(definition.papers[0], effort={"hours": 3, "expense": 100_000})
    of = replace(definition, audience=("business",), papers=(paper,), fees=())
    assert costed(of, Volume({"online": 1})).activities[0].each == 3 * 60_000 + 100_000


def test_dropping_a_paper_saves_what_it_cost(definition):
    volume = Volume({"online": 100})
    before = costed(definition, volume)
    after = costed(replace(definition, papers=definition.papers[1:]), volume)
    less, share = costing.saved(before, after)
    assert less == before.activities[0].year > 0
    assert share == pytest.approx(less / before.year)


def test_nobody_s_procedure_costs_nothing(definition):
    nothing = costed(definition, Volume({}))
    assert (nothing.year, nothing.each) == (0, 0)
    assert costing.saved(nothing, nothing) == (0, 0.0)


def test_excel_computes_the_same_by_formulas(definition):
    of = costed(definition, Volume({"online": 80, "counter": 20}, supplements=3))
    book = load_workbook(BytesIO(costing_book.workbook([("Hiện hành", of), ("Dự kiến", of)])))
    assert book.sheetnames == ["So sánh", "Hiện hành", "Dự kiến"]
    sheet = book["Hiện hành"]
    rows = list(sheet.iter_rows(min_row=4, max_row=3 + len(of.activities), values_only=True))
    years = [
        (round(hours * wage) + spent + fee) * times for _, _, _, hours, wage, spent, fee, times, _, _ in rows
    ]
    assert years == [one.year for one in of.activities]
    assert sheet["J4"].value == "=I4*H4"
    assert sheet.cell(4 + len(of.activities), 10).value == f"=SUM(J4:J{3 + len(of.activities)})"


def test_norms_that_lack_something_say_what(catalogue):
    path = catalogue / "vietnam" / "code-lists" / "costs.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("supplement:", "bổ sung:"), encoding="utf-8")
    with pytest.raises(Invalid) as refused:
        Norms.read(catalogue)
    assert "supplement" in refused.value.faults[0].message


def test_the_real_norms_are_read(real):
    assert Norms.read(real).wage["business"] > 0


def test_what_only_some_are_asked_is_counted_by_its_share_or_left_out_and_named(definition):
    """A hundred cases: who has the certificate is known from the cases, else declared, else said to be unknown."""
    everybody, some = (
        replace(definition.papers[0], id=name, title=name, when=None) for name in ("all", "some")
    )
    of = replace(definition, papers=(everybody, replace(some, optional=True)), fees=())
    declared = replace(NORMS, shares={of.code: {"some": 0.1}})

    def told(norms: Norms, asked: dict[str, float]):
        done = costing.cost(of, norms, Volume({"online": 100}, asked=asked), on=DAY)
        return [
            (one.what, one.times) for one in done.activities if one.part == "Chuẩn bị hồ sơ"
        ], done.left_out

    assert told(declared, {"some": 0.02}) == ([("all", 100), ("some", 2)], ())
    assert told(declared, {}) == ([("all", 100), ("some", 10)], ())
    assert told(NORMS, {}) == ([("all", 100)], ("some",))


def test_a_fee_that_only_some_owe_is_left_out_while_nobody_knows_how_many(definition):
    fee = Fee("copies", "Bản sao", 8_000, "filing", per="bản", counts="copies")
    done = costed(replace(definition, fees=(fee,)), Volume({"online": 100}))
    assert done.left_out[-1] == "Bản sao (mỗi bản)"
    assert not [one for one in done.activities if one.part == "Phí, lệ phí"]
    sheet = load_workbook(BytesIO(costing_book.workbook([("Hiện hành", done)])))["Hiện hành"]
    assert "Bản sao (mỗi bản)" in str(sheet.cell(sheet.max_row, 3).value)


def test_the_declared_shares_are_read(catalogue):
    path = catalogue / "vietnam" / "code-lists" / "costs.yaml"
    said = path.read_text(encoding="utf-8").replace(
        "\nshares: {}", '\nshares: {"1.001193": {surrogacy: 0.001}}'
    )
    path.write_text(said, encoding="utf-8")
    assert Norms.read(catalogue).shares == {"1.001193": {"surrogacy": 0.001}}
    path.write_text(said.replace("0.001}}", "few}}"), encoding="utf-8")
    with pytest.raises(Invalid):
        Norms.read(catalogue)


def test_a_fee_of_one_channel_is_paid_by_those_who_come_through_it(definition):
    """Eighty online, twenty at the counter: each pays the fee of its own; a share is one of the channel's cases."""
    online = Fee("online", "Lệ phí", 10_000, "reception", channel="online")
    counter = Fee("counter", "Lệ phí", 20_000, "reception", channel="counter")
    of = replace(definition, fees=(online, counter))

    def told(**asked: float):
        lines = costed(of, Volume({"online": 80, "counter": 20}, asked=asked)).activities
        return [(one.what, one.times, one.year) for one in lines if one.fee]

    assert told() == [("Lệ phí (trực tuyến)", 80, 800_000), ("Lệ phí (trực tiếp)", 20, 400_000)]
    assert told(counter=0.5)[1] == ("Lệ phí (trực tiếp)", 10, 200_000)
