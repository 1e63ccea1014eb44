"""Whether port and servers can be used, said in one sentence before anything starts."""

import http.client
import socket

from django.core.cache import cache
from django.db import OperationalError, connection
from redis import RedisError

from devtools.children import Unavailable


def refuse_taken(host, port):
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as problem:
            raise Unavailable(
                f"Port {port} can't be had ({problem.strerror}): choose another one,"
                " as in `make run PORT=8123`."
            ) from None


def refuse_unreachable_servers():
    try:
        connection.ensure_connection()
    except OperationalError as problem:
        raise unusable("DATABASE_URL", "PostgreSQL", problem) from None
    try:
        cache.ping()
    except (RedisError, ValueError) as problem:
        raise unusable("REDIS_URL", "Redis", problem) from None


def unusable(variable, name, problem):
    reason = str(problem).strip().splitlines()[0]
    return Unavailable(
        f"{variable} names a {name} that can't be used ({reason}): correct it, or"
        " unset it to have one started for you."
    )


def answers(host, port):
    """Ask the web server for a page, not only for its port."""
    asked = http.client.HTTPConnection(host, port, timeout=5)
    try:
        asked.request("GET", "/healthz", headers={"Host": "localhost"})
        return asked.getresponse().status != http.HTTPStatus.SERVICE_UNAVAILABLE
    except OSError:
        return False
    finally:
        asked.close()
