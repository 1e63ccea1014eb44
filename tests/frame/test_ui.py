"""The markup of the components, and what drawings and error lists are made of."""

from datetime import UTC, datetime

import pytest
from django import forms
from django.core.paginator import Paginator
from django.template import Context, RequestContext, Template
from django.test import RequestFactory
from django.utils import translation

from unitar_seminars import charts, errors
from unitar_seminars.translated import Text


def draw(source, **context):
    return Template("{% load ui %}" + source).render(Context(context)).strip()


def in_one_line(text):
    return " ".join(text.split())


class GuestForm(forms.Form):
    heading = "Person 2"
    field_sizes = {"name": "long"}
    name = forms.CharField(help_text="As written")
    rank = forms.CharField(required=False)
    told = forms.BooleanField(label="I told them")
    language = forms.ChoiceField(choices=[("en", "English")], widget=forms.RadioSelect)


def test_panel_is_a_section_named_by_its_heading():
    drawn = draw('{% panel "Places left" is_next=True %}Two{% endpanel %}')

    assert drawn == (
        '<section class="panel panel--next stack" aria-labelledby="panel-places-left">'
        '<h2 id="panel-places-left">Places left</h2>Two</section>'
    )


@pytest.mark.parametrize(
    ("state", "shape"),
    [
        ("confirmed", "confirmed"),
        ("waiting", "waiting"),
        ("offered", "waiting"),
        ("pending", "pending"),
        ("planned", "pending"),
        ("announced", "confirmed"),
        ("present", "confirmed"),
        ("held", "held"),
        ("cancelled", "cancelled"),
        ("declined", "cancelled"),
        ("postponed", "cancelled"),
        ("absent", "cancelled"),
    ],
)
def test_a_state_has_its_shape(state, shape):
    drawn = draw("{% status_badge state label %}", state=state, label="Word")

    assert drawn == f'<span class="badge badge--{shape}">Word</span>'


def test_when_carries_its_moment_for_machines():
    drawn = draw("{% when at %}", at=datetime(2008, 5, 9, 14, tzinfo=UTC))

    assert drawn == (
        '<time datetime="2008-05-09T10:00-04:00">'
        "Friday 9 May 2008, 10:00, New York time (UTC−4)</time>"
    )


@pytest.mark.parametrize(
    ("source", "drawn"),
    [
        ('{% lang_content "Été" "fr" %}', '<span lang="fr" dir="ltr">Été</span>'),
        (
            '{% lang_content "ندوة" "ar" element="p" %}',
            '<p lang="ar" dir="rtl">ندوة</p>',
        ),
        ('{% lang_content "Summer" "en" %}', "<span>Summer</span>"),
        ("{% lang_content known %}", '<span lang="fr" dir="ltr">Été</span>'),
        ("{% typed entered %}", "<bdi>&lt;b&gt;</bdi>"),
        ('{% empty_state "None yet" %}', '<p class="empty">None yet</p>'),
    ],
)
def test_text_says_what_it_is(source, drawn):
    assert draw(source, known=Text("Été", "fr"), entered="<b>") == drawn


def test_a_field_joins_label_hint_error_and_control():
    drawn = in_one_line(draw("{% field form.name %}", form=GuestForm({})))

    assert drawn == (
        '<div class="field field--long field--bad"> <label for="id_name">Name </label>'
        ' <div class="field__hint" id="id_name_helptext">As written</div>'
        ' <div class="field__error" id="id_name_error">'
        "<p>Error: This field is required.</p></div>"
        ' <input type="text" name="name" required aria-invalid="true"'
        ' aria-describedby="id_name_helptext id_name_error" id="id_name"> </div>'
    )


def test_what_may_stay_empty_says_so():
    drawn = in_one_line(draw('{% field form.rank size="short" %}', form=GuestForm()))

    assert drawn == (
        '<div class="field field--short"> <label for="id_rank">Rank'
        ' <span class="soft small">(optional)</span> </label>'
        ' <input type="text" name="rank" id="id_rank"> </div>'
    )


def test_problems_lead_to_their_fields_in_the_order_of_the_page():
    form = GuestForm({"name": "x"})
    form.add_error(None, "Registration is closed.")

    assert errors.problems([form]) == [
        errors.Problem("Person 2: Registration is closed."),
        errors.Problem("Person 2, I told them: This field is required.", "id_told"),
        errors.Problem("Person 2, Language: This field is required.", "id_language_0"),
    ]


def test_a_removed_row_of_a_formset_has_no_problems():
    formset = forms.formset_factory(GuestForm, can_delete=True, min_num=2)(
        {"form-TOTAL_FORMS": 2, "form-INITIAL_FORMS": 0, "form-0-DELETE": "on"}
    )

    targets = [problem.target for problem in errors.problems([formset])]

    assert targets == ["id_form-1-name", "id_form-1-told", "id_form-1-language_0"]


@pytest.mark.parametrize(
    ("data", "expected"), [(None, False), ({}, True), ({"told": 1}, True)]
)
def test_only_a_sent_form_can_be_refused(data, expected):
    drawn = draw("{{ form|is_refused }}", form=GuestForm(data))

    assert drawn == str(expected)


def test_seats_are_drawn_one_by_one_until_they_are_too_many():
    drawn = charts.seat_dots(1, 2, mirrored=False)

    assert drawn == [charts.Dot("2.50%", 7, False), charts.Dot("7.50%", 7, True)]
    assert charts.seat_dots(1, 201, mirrored=False) == []


def test_the_longest_bar_takes_the_full_width_and_a_hidden_one_none():
    (row, other) = charts.bar_rows([("A", [50, 100]), ("B", [None])], mirrored=False)

    assert row.bars == [
        charts.Bar(19, "0%", "42.00%", "42.00%", 50, is_before=True),
        charts.Bar(37, "0%", "84.00%", "84.00%", 100, is_before=False),
    ]
    assert other.bars == [charts.Bar(86, "0%", "0.00%", "0.00%", None, is_before=False)]


def test_from_right_to_left_bars_grow_from_the_other_edge():
    (row,) = charts.bar_rows([("A", [10])], mirrored=True)

    assert row.bars == [
        charts.Bar(19, "16.00%", "84.00%", "16.00%", 10, is_before=False)
    ]


def test_a_chart_reads_from_right_to_left_in_arabic():
    with translation.override("ar"):
        drawn = draw('{% bar_chart rows title="T" id="c" %}', rows=[("A", [None])])

    assert drawn.count('direction="rtl"') == 1
    assert drawn.count('transform="scale(-1 1)"') == 1


def test_pages_keep_what_else_the_address_asks_for():
    request = RequestFactory().get("/?year=2008&page=1")
    page = Paginator(range(30), 20).get_page(1)

    context = RequestContext(request, {"page": page})
    drawn = Template("{% load ui %}{% pagination page %}").render(context)

    assert drawn.count('href="?year=2008&amp;page=2"') == 2
