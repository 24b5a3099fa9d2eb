"""The stage of the stories that run against the real server: one for each module, struck when its stories are told."""

from __future__ import annotations

import pytest

from tests import province, stage


def pytest_collection_modifyitems(items):
    """The database that stages are copied from is made for tests that ask for one."""
    for item in items:
        if "closed_stage" in item.fixturenames:
            item.add_marker(pytest.mark.django_db)


@pytest.fixture(scope="session")
def static_files(tmp_path_factory):
    """The static files as they are served, collected once."""
    return stage.collect_static(tmp_path_factory.mktemp("served"))


@pytest.fixture(scope="module")
def closed_stage(request, django_db_setup, django_db_blocker, static_files, tmp_path_factory):
    """A stage whose server is not yet open."""
    name = request.module.__name__.rpartition(".")[2]
    with django_db_blocker.unblock():
        province.build()
        with stage.standing(tmp_path_factory.mktemp(name), static_files, name=name) as built:
            yield built


@pytest.fixture(scope="module", name="stage")
def open_stage(closed_stage):
    """A stage that serves."""
    closed_stage.open()
    return closed_stage
