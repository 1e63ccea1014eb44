"""Every component in every state on one page, for whoever builds or changes one."""

from datetime import UTC, datetime

from django import forms
from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from unitar_seminars.templatetags.ui import SHAPES
from unitar_seminars.translated import Language

MORNING = (datetime(2008, 5, 9, 14, tzinfo=UTC), datetime(2008, 5, 9, 17, tzinfo=UTC))
COURSE = (datetime(2008, 6, 11, 13, tzinfo=UTC), datetime(2008, 6, 13, 21, tzinfo=UTC))
SPRING = (datetime(2008, 3, 7, 15, tzinfo=UTC), datetime(2008, 3, 10, 14, tzinfo=UTC))
NAMES = [
    ("H.E. Ms. Aïssatou Mbengue Diarra", "fr"),
    ("السيدة نادية عبد الحكيم روس", "ar"),
    ("Mr. Jean-Christophe Barthélemy de Broglie-Lafontaine y Arredondo-Peña", "fr"),
]
ONE_YEAR = [("Permanent missions", [324]), ("Academia", [19]), ("Media", [None])]
TWO_YEARS = [("African", [41, 47]), ("Asian", [38, 44]), ("Observers", [None, None])]


class SampleForm(forms.Form):
    """One field of each kind."""

    field_sizes = {"form_of_address": "short", "name": "long", "remarks": "wide"}
    form_of_address = forms.ChoiceField(
        label=_("Form of address"), choices=[("ms", "Ms."), ("mr", "Mr.")]
    )
    name = forms.CharField(label=_("Name, as the person writes it"))
    rank = forms.CharField(label=_("Rank or post"))
    address = forms.EmailField(
        label=_("E-mail address"), help_text=_("Their own, or one you share")
    )
    remarks = forms.CharField(
        label=_("What should we prepare?"), required=False, widget=forms.Textarea
    )
    language = forms.ChoiceField(
        label=_("We write to this person in"),
        choices=Language,
        widget=forms.RadioSelect,
    )
    told = forms.BooleanField(label=_("I will tell each person"))

    def clean(self) -> None:
        """Refuse, to show how it looks."""
        if self.is_bound:
            raise forms.ValidationError(_("Registration closed yesterday at 18:00."))


@login_not_required
def styleguide(request: HttpRequest) -> HttpResponse:
    context = {
        "empty": SampleForm(prefix="empty"),
        "refused": SampleForm({"refused-address": "mariétou@"}, prefix="refused"),
        "badges": sorted(SHAPES),
        "seats": [(0, 12), (31, 58), (60, 60), (4_000, 5_000)],
        "spans": [MORNING, COURSE, SPRING],
        "names": NAMES,
        "one_year": ONE_YEAR,
        "two_years": TWO_YEARS,
        "years": ["2006", "2007"],
        "page": Paginator(range(400), 20).get_page(request.GET.get("page")),
    }
    return render(request, "styleguide.html", context)
