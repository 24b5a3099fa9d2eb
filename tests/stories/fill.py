"""Forms filled in as people would, for stories that begin after the form."""

from motcua.project.plausible import plausible

__all__ = ["plausible"]
