"""A procedure for other tools: its flow as BPMN 2.0 with a diagram, its table of steps as Excel."""

from __future__ import annotations

from motcua.procedures.exporting.book import workbook
from motcua.procedures.exporting.titles import Titles, titles_around
from motcua.procedures.exporting.writing import written

__all__ = ["Titles", "titles_around", "workbook", "written"]
