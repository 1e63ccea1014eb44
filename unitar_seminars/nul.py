"""No address holds a NUL: PostgreSQL has no such letter and would end in an error."""

from collections.abc import Callable

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse

View = Callable[[HttpRequest], HttpResponse]


def refuse_nul(get_response: View) -> View:
    def answer(request: HttpRequest) -> HttpResponse:
        if "\0" in request.path or "%00" in request.META.get("QUERY_STRING", ""):
            raise BadRequest("This address holds a NUL.")
        return get_response(request)

    return answer
