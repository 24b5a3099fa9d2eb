"""Every published form can be filled in, again and again, by somebody else."""

from __future__ import annotations

import json
import random
from datetime import date

import pytest

from motcua.kernel import codes, forms
from motcua.procedures.definition import Definition
from motcua.project import environment
from motcua.project.plausible import person, plausible, tax_code
from motcua.web import catalogue_files

FILES = sorted((environment.catalogue_dir() / "ha-tinh" / "procedures").glob("*.yaml"))
DAY = date(2026, 11, 16)


def schema_of(file):
    return Definition.parse(catalogue_files.load(file).value).schema


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_every_form_accepts_two_hundred_different_people(file):
    schema = schema_of(file)
    for seed in range(200):
        answers = plausible(schema, random.Random(seed), today=DAY)
        assert not forms.validate(schema, json.loads(json.dumps(answers)), today=DAY).faults, (seed, answers)


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_the_same_seed_writes_the_same_answers(file):
    schema = schema_of(file)
    assert plausible(schema, random.Random(7), today=DAY) == plausible(schema, random.Random(7), today=DAY)
    assert plausible(schema, random.Random(7), today=DAY) != plausible(schema, random.Random(8), today=DAY)


def test_what_is_known_of_the_applicant_stands_in_the_form():
    schema = schema_of(next(file for file in FILES if file.stem == "1.001193"))
    hoa = {"full_name": "Nguyễn Thị Hoa", "id_number": "042192000123", "birth_date": "1992-03-08"}
    answers = plausible(schema, random.Random(1), today=DAY, facts={**hoa, "relation": "mother"})
    assert answers["applicant"]["full_name"] == answers["mother"]["full_name"] == "Nguyễn Thị Hoa"
    assert answers["mother"]["birth_date"] == "1992-03-08"


@pytest.mark.parametrize("seed", range(20))
def test_numbers_of_people_and_businesses_are_sound(seed):
    somebody = person(random.Random(seed), today=DAY)
    codes.parse_person_number(somebody["id_number"]).check(
        born=int(somebody["birth_date"][:4]), sex=somebody["sex"]
    )
    codes.parse_phone(somebody["phone"])
    codes.parse_tax_code(tax_code(random.Random(seed)))
