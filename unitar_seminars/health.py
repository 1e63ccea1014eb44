"""`/healthz`: whether this host can reach what it stands on."""

from django.contrib.auth.decorators import login_not_required
from django.core.cache import cache
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from redis import RedisError


@never_cache
@login_not_required
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


PARTS = {"PostgreSQL": database_answers, "Redis": redis_answers}
