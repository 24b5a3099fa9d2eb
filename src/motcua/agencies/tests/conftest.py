"""The agencies of Hà Tĩnh, loaded once, or none at all."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.db import connection

from motcua.agencies.acts import load_agencies
from motcua.agencies.models import Agency

HA_TINH = Path(__file__).resolve().parents[4] / "catalogue" / "ha-tinh" / "agencies"
AT = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)


@pytest.fixture(scope="session")
def _loaded_once(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock():
        load_agencies(HA_TINH, by="tu", at=AT)


@pytest.fixture
def ha_tinh(_loaded_once, db):
    """The province as its files say; loaded again where another test has emptied the tables."""
    if not Agency.objects.exists():
        load_agencies(HA_TINH, by="tu", at=AT)


@pytest.fixture
def no_agencies(db):
    """A database that has not heard of any agency; the guards of kept rows step aside until the test ends."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute("TRUNCATE agencies_agency CASCADE")
        cursor.execute("SET LOCAL session_replication_role = DEFAULT")
