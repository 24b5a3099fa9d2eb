"""Forms: what a procedure asks (the ``form:`` of its file), one validator for page, API and import.

``Schema.parse`` reads what is asked; ``read`` gives answers from a page or from JSON one shape, which a draft
keeps; ``validate`` returns the normal answers and the faults; ``summary`` turns them into rows to read.
"""

from motcua.kernel.forms.checking import Checked, carried, fill, merge, read, validate
from motcua.kernel.forms.fields import Choice, Condition, Field, Input, Json, Values, When
from motcua.kernel.forms.schema import Page, Schema
from motcua.kernel.forms.summary import Row, differing, name_in, summary

__all__ = [
    "Checked", "Choice", "Condition", "Field", "Input", "Json", "Page", "Row", "Schema", "Values", "When",
    "carried", "differing", "fill", "merge", "name_in", "read", "summary", "validate",
]  # fmt: skip
