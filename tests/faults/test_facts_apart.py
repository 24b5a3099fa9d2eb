"""Facts are those of the rows that one test has made: whatever was derived elsewhere is not found, nor left behind."""

from __future__ import annotations

import pytest
from django.conf import settings

from motcua.measures import refreshing
from motcua.project import environment
from tests.province import MONDAY
from tests.stories.birth import file_birth

pytestmark = [pytest.mark.django_db, pytest.mark.once]


@pytest.mark.parametrize("which", ["the first", "the second"])
def test_no_facts_are_there_before_a_test_derives_them(province, which):
    assert refreshing.store().manifest() is None
    file_birth(at=MONDAY)
    assert refreshing.refresh(at=MONDAY).manifest.rows("case") == 1
    assert not settings.FACTS_DIR.is_relative_to(environment.data_dir())
