"""One public page and one without a language, which answer with theirs."""

from django.conf.urls.i18n import i18n_patterns
from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.urls import path
from django.utils.translation import get_language


@login_not_required
def language(request):
    return HttpResponse(get_language())


inner = i18n_patterns(path("public/", language), prefix_default_language=False)
urlpatterns = [
    path("", (inner, "nested", "nested")),
    path("letter/", language),
]
