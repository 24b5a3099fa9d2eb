"""The tables are what the models say, and the catalogue's files are in order."""

from __future__ import annotations

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import connection

from motcua.procedures import lint
from motcua.project import environment


@pytest.mark.django_db
def test_no_model_has_drifted_from_its_migrations():
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


def _own_models() -> list:
    return [model for model in apps.get_models() if model.__module__.startswith("motcua.")]


def test_constraints_are_named_as_sentences():
    named = [rule.name for model in _own_models() for rule in model._meta.constraints]
    assert [name for name in named if name.count("_") < 2 or name != name.lower()] == []


def test_models_keep_their_hands_off_save_and_delete():
    own = {"save", "delete", "full_clean", "clean"}
    assert [model.__name__ for model in _own_models() if own & vars(model).keys()] == []


@pytest.mark.django_db
def test_every_instant_is_kept_with_its_time_zone():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT table_name, column_name FROM information_schema.columns "
            "WHERE table_schema = 'public' AND data_type = 'timestamp without time zone'"
        )
        assert cursor.fetchall() == []


def test_the_catalogue_that_ships_has_no_fault():
    errors = [str(one) for one in lint.lint(environment.catalogue_dir()) if one.severity == "error"]
    assert errors == []
