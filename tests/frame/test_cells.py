"""What somebody typed, in a table that a spreadsheet opens."""

import pytest

from unitar_seminars.cells import FORMULA, harmless


@pytest.mark.parametrize(
    ("text", "written"),
    [(f"{start}1", f"'{start}1") for start in FORMULA] + [("1=1", "1=1"), ("", "")],
)
def test_a_text_that_begins_like_a_formula_is_quoted(text, written):
    assert harmless(text) == written


def test_all_that_a_spreadsheet_reckons_is_known():
    assert {"=", "+", "-", "@", "\t", "\r", "\n"} < set(FORMULA)
