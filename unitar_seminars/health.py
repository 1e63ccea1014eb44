"""`/healthz`: whether this host can reach what it stands on."""

from collections.abc import Callable

from django.core.cache import cache
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from redis import RedisError

View = Callable[[HttpRequest], HttpResponse]


def answer_machines(get_response: View) -> View:
    """Answer by whatever name a host is asked: balancers know it by its number."""

    def answer(request: HttpRequest) -> HttpResponse:
        return (healthz if request.path == PATH else get_response)(request)

    return answer


@never_cache
def healthz(request: HttpRequest) -> HttpResponse:
    missing = [name for name, answers in PARTS.items() if not answers()]
    if missing:
        line = f"no answer from {' and '.join(missing)}\n"
        return HttpResponse(line, content_type="text/plain", status=503)
    return HttpResponse("ok\n", content_type="text/plain")


def database_answers() -> bool:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return False
    return True


def redis_answers() -> bool:
    try:
        cache.ping()
    except RedisError:
        return False
    return True


PATH = "/healthz"
PARTS = {"PostgreSQL": database_answers, "Redis": redis_answers}
