"""A corpus of broken definitions: every mutation of every good file is caught where it was made, none is invented."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
import yaml

from motcua.procedures import lint, structure
from motcua.procedures.surroundings import Surroundings
from motcua.procedures.tests.mutations import MUTATIONS, Mutation
from motcua.web import catalogue_files

CATALOGUE = Path(__file__).resolve().parents[4] / "catalogue"
FILES = lint.files_under(CATALOGUE)
MOST_PLACES = 3
"""Places of one file at which a mutation is tried: the first, one in the middle, the last."""


class Plain(yaml.SafeDumper):
    """Writes every value out: catalogue files have no anchors."""

    def ignore_aliases(self, data: object) -> bool:
        return True


@pytest.fixture(scope="module")
def surroundings() -> Surroundings:
    return Surroundings(CATALOGUE)


def tried(mutation: Mutation, file: dict) -> list[tuple[dict, str]]:
    found = list(mutation.breaks(file))
    if len(found) <= MOST_PLACES:
        return found
    return [found[0], found[len(found) // 2], found[-1]]


def findings(file: dict, name: str, folder: Path, surroundings: Surroundings) -> list[lint.Finding]:
    path = folder / name
    path.write_text(yaml.dump(file, Dumper=Plain, allow_unicode=True, sort_keys=False), encoding="utf-8")
    return list(lint.read(path, surroundings).findings)


def test_nothing_is_invented_on_the_good_files(surroundings):
    assert [str(one) for file in FILES for one in lint.read(file, surroundings).findings] == []


@pytest.mark.parametrize("mutation", MUTATIONS, ids=lambda one: one.name)
def test_every_broken_file_is_caught_where_it_is_broken(mutation, surroundings, tmp_path):
    broken = missed = 0
    for file in FILES:
        good = structure.plain(catalogue_files.load(file).value)
        for bad, where in tried(mutation, good):
            broken += 1
            found = findings(bad, file.name, tmp_path, surroundings)
            near = [one for one in found if one.field.startswith(where) or where.startswith(one.field or "-")]
            missed += not near
            assert near, f"{file.name}: {where}: {[str(one) for one in found]}"
    assert missed == 0


def test_the_corpus_is_large_and_each_way_of_breaking_has_its_name():
    assert len(MUTATIONS) > 50
    assert max(Counter(one.name for one in MUTATIONS).values()) == 1
    made = sum(
        len(tried(one, structure.plain(catalogue_files.load(file).value)))
        for file in FILES
        for one in MUTATIONS
    )
    assert made > 800
