"""Several calls at the same moment, each in a thread and on a connection of its own."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from time import sleep
from typing import Any

from django.db import connection

WAITERS = """
SELECT count(*) FROM pg_locks WHERE pg_backend_pid() = ANY(pg_blocking_pids(pid))
"""
PATIENCE = 10  # seconds


def race(*calls: Callable[[], Any]) -> list[Any]:
    """Let all calls go at once; return, in their order, what each gave or raised."""
    gate = Barrier(len(calls))

    def run(call: Callable[[], Any]) -> Any:
        try:
            gate.wait()
            return call()
        except Exception as problem:
            return problem
        finally:
            connection.close()

    with ThreadPoolExecutor(len(calls)) as threads:
        return list(threads.map(run, calls))


def let_somebody_wait() -> None:
    """Return as soon as another connection waits for a lock that this one holds."""
    with connection.cursor() as cursor:
        for _ in range(PATIENCE * 100):
            cursor.execute(WAITERS)
            if cursor.fetchone()[0]:
                return
            sleep(0.01)
    raise TimeoutError(f"Nobody came to wait within {PATIENCE} seconds.")
