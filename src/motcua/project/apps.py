"""The one place that knows every slice: it connects their wirings when Django is ready."""

from importlib import import_module
from importlib.util import find_spec

from django.apps import AppConfig

SLICES = (
    "journal", "agencies", "people", "procedures", "cases", "documents", "surveys", "registers", "reorganisations",
    "measures",
)  # fmt: skip


class ProjectConfig(AppConfig):
    name = "motcua.project"

    def ready(self) -> None:
        for name in SLICES:
            if find_spec(f"motcua.{name}.wiring"):
                import_module(f"motcua.{name}.wiring")
