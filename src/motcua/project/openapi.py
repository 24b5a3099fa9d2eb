"""The API's own description: ``python -m motcua.project.openapi > docs/reference/openapi.json``."""

from __future__ import annotations

import json
import os


def document() -> str:
    """The OpenAPI document as the repository keeps it; the running system serves the same."""
    from motcua.project.api import ROOT, api

    return json.dumps(api.get_openapi_schema(path_prefix=ROOT), ensure_ascii=False, indent=1) + "\n"


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "motcua.project.settings")
    import django

    django.setup()
    print(document(), end="")
