"""What decides whether `make bench` fails, and how it fills in a form."""

import pytest

from benchmarks.figures import Figure, told
from benchmarks.forms import filled

PAGE = """
<form method="post"><input type="hidden" name="language" value="fr"></form>
<form method="post">
  <button name="add" value="1">Add</button>
  <input type="hidden" name="form_key" value="7">
  <input name="person-1-name" type="text" value="">
  <input name="person-1-address" type="text" value="">
  <select name="person-1-language">
    <option value="">Choose</option>
    <option value="en">English</option>
    <option value="fr" selected>French</option>
  </select>
  <select name="person-1-sector">
    <option value="">Choose</option><option value="un">UN</option>
  </select>
  <textarea name="person-1-needs"></textarea>
  <input type="checkbox" name="told">
</form>
"""


@pytest.mark.parametrize(
    ("figure", "line"),
    [
        (Figure("home", 0.5, "×", ">=", 0.5), "home 0.500 × >=0.5 ok"),
        (Figure("home", 0.499, "×", ">=", 0.5), "home 0.499 × >=0.5 short"),
        (Figure("cost", 1.3, "×", "<=", 1.2), "cost 1.300 × <=1.2 short"),
        (Figure("errors", 0, "people", "=", 0), "errors 0 people =0 ok"),
        (Figure("rate", 1234.56, "requests/s"), "rate 1234.6 requests/s - ok"),
    ],
)
def test_line_says_what_was_measured_and_whether_it_is_enough(figure, line):
    assert figure.line("pages") == f"bench pages {line}"


def test_median_is_told_with_the_spread_of_the_middle_half():
    lines = [figure.line("pages") for figure in told("home", [90, 100, 110], "ms")]

    assert lines == [
        "bench pages home 100 ms - ok",
        "bench pages home_spread 20 % - ok",
    ]


def test_form_is_filled_in_by_what_its_fields_are_called():
    assert filled(PAGE, {"address": "a@example.org", "name": "Ann"}) == {
        "form_key": "7",
        "person-1-name": "Ann",
        "person-1-address": "a@example.org",
        "person-1-language": "fr",
        "person-1-sector": "un",
        "person-1-needs": "",
        "told": "on",
    }
