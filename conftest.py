"""The ground of every test: one PostgreSQL, embedded unless MOTCUA_DATABASE_URL names another."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

GROUND = Path(tempfile.gettempdir()) / f"motcua-tests-{os.getuid()}"

os.environ.setdefault("MOTCUA_DATA_DIR", str(GROUND))
os.environ.setdefault("MOTCUA_SECRET_KEY", "a key for tests only, long enough to please every check")
os.environ["MOTCUA_DEBUG"] = "1"
os.environ["MOTCUA_DEMO"] = "1"
os.environ["MOTCUA_HOSTS"] = "testserver,localhost,127.0.0.1"

from motcua.project import database  # noqa: E402

database.start(durable=False)
os.environ["DJANGO_SETTINGS_MODULE"] = "motcua.project.settings"

import django  # noqa: E402

django.setup()

from django.db import connections  # noqa: E402

connections["default"].settings_dict["TEST"]["NAME"] = f"test_motcua_{os.getpid()}"  # runs side by side don't meet
