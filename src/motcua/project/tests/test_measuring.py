"""Facts on the command line: what was broken is said before what there is."""

from __future__ import annotations

import pytest
from django.test import override_settings

from motcua.project import measuring
from tests.province import MONDAY
from tests.stories.birth import file_birth

pytestmark = pytest.mark.django_db


def test_a_damaged_file_is_named_and_the_facts_are_whole_again(province, tmp_path):
    file_birth(at=MONDAY)
    with override_settings(FACTS_DIR=tmp_path):
        list(measuring.facts(anew=True, at=MONDAY))
        (path,) = (tmp_path / "case").glob("*.parquet")
        path.write_bytes(path.read_bytes()[:-40])
        first, *told = measuring.facts(anew=False, at=MONDAY)
    name = path.relative_to(tmp_path).as_posix()
    assert first == f"Tệp số liệu {name} hỏng hoặc mất: đã dựng lại từ cơ sở dữ liệu."
    assert "case: 1 dòng" in told
