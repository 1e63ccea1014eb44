"""Texts in spreadsheets: what somebody typed is never reckoned."""

from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

FORMULA = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\r", "\n")


def printable(text: str) -> str:
    """Put a space where a character stands that no workbook may hold."""
    return ILLEGAL_CHARACTERS_RE.sub(" ", text)


def harmless(text: str) -> str:
    """Keep a text from being read as a formula where its type can't be said."""
    return f"'{text}" if text.startswith(FORMULA) else text
