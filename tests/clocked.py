"""What granian serves in stories: the real application by a watch that the story sets.

The file that ``MOTCUA_TEST_WATCH`` names holds a moment, and whether the watch ``runs`` on from when it was written
or stands ``still``.
"""

from __future__ import annotations

import os
import time
from datetime import datetime, timedelta
from pathlib import Path

from motcua.project.wsgi import application

# isort: split
from motcua.people import actors

__all__ = ["application"]


class Watch:
    """Stands in for ``django.utils.timezone`` where requests get their moment, and only there."""

    path = Path(os.environ["MOTCUA_TEST_WATCH"])

    @classmethod
    def now(cls) -> datetime:
        with cls.path.open() as file:  # one file, though the story may put another in its place meanwhile
            moment, way = file.read().split()
            since = time.time() - os.fstat(file.fileno()).st_mtime
        return datetime.fromisoformat(moment) + timedelta(seconds=since if way == "runs" else 0)


actors.timezone = Watch
