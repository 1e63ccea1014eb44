"""Texts in spreadsheets: what somebody typed is never reckoned."""

FORMULA = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\r", "\n")


def harmless(text: str) -> str:
    """Keep a text from being read as a formula where its type can't be said."""
    return f"'{text}" if text.startswith(FORMULA) else text
