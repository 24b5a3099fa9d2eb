"""Slips Mẫu 01 to 04 and results as PDF: typed values in, bytes out."""

from motcua.documents.slips.sheets import (
    Applicant,
    Fact,
    FactGroup,
    FactTable,
    FormSet,
    Letterhead,
    PaperLine,
    ResultSheet,
    Signer,
    Slip,
    Slip01,
    Slip02,
    Slip03,
    Slip04,
)
from motcua.documents.slips.typeset import date_in_words, day_in_words, moment_in_words, qr_code, typeset

__all__ = [
    "Applicant",
    "Fact",
    "FactGroup",
    "FactTable",
    "FormSet",
    "Letterhead",
    "PaperLine",
    "ResultSheet",
    "Signer",
    "Slip",
    "Slip01",
    "Slip02",
    "Slip03",
    "Slip04",
    "date_in_words",
    "day_in_words",
    "moment_in_words",
    "qr_code",
    "typeset",
]
