"""What granian serves in stories: the real application by a watch that the story sets.

The file that ``MOTCUA_TEST_WATCH`` names holds a moment; from when it was written the watch runs on.
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
        since = time.time() - cls.path.stat().st_mtime
        return datetime.fromisoformat(cls.path.read_text()) + timedelta(seconds=since)


actors.timezone = Watch
