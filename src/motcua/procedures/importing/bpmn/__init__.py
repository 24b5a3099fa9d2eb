"""BPMN 2.0 files, of ours or of another tool: what we can run becomes steps, the rest is listed."""

from __future__ import annotations

from motcua.procedures.importing.bpmn.reading import read

__all__ = ["read"]
