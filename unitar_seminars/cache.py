"""Django's Redis cache, which keeps its client and does without Redis.

What it holds are the counts of limits and what lasts for seconds. When Redis is gone
nothing is found and everything may be added, so that limits let everybody through,
and after a failure nobody waits for it again for a while. `ping` tells the truth.
"""

import logging
import time
from collections.abc import Callable
from functools import cached_property
from typing import Any

from django.core.cache.backends import redis
from redis import RedisError

logger = logging.getLogger(__name__)
TIMEOUTS = {"socket_connect_timeout": 0.5, "socket_timeout": 0.5}
PAUSE = 5  # seconds in which a server that failed is left alone by this process
resting: dict[str, float] = {}  # each such server, and until when


class Client(redis.RedisCacheClient):
    """One server: reading and writing go through the same client."""

    @cached_property
    def only(self) -> Any:
        return super().get_client(write=True)

    def get_client(self, key: Any = None, *, write: bool = False) -> Any:
        return self.only

    def ask(self, command: Callable[..., Any], *args: Any, without: Any) -> Any:
        """Answer as if nothing were stored where the server fails or just failed."""
        server = self._servers[0]
        if time.monotonic() < resting.get(server, 0):
            return without
        try:
            return command(*args)
        except RedisError as error:
            resting[server] = time.monotonic() + PAUSE
            logger.warning("no Redis, so nothing limits anybody: %s", error)
            return without

    def add(self, key: str, value: Any, timeout: int | None) -> bool:
        return self.ask(super().add, key, value, timeout, without=True)

    def get(self, key: str, default: Any) -> Any:
        return self.ask(super().get, key, default, without=default)

    def set(self, key: str, value: Any, timeout: int | None) -> None:
        self.ask(super().set, key, value, timeout, without=None)

    def touch(self, key: str, timeout: int | None) -> bool:
        return self.ask(super().touch, key, timeout, without=False)

    def delete(self, key: str) -> bool:
        return self.ask(super().delete, key, without=False)

    def get_many(self, keys: Any) -> dict[str, Any]:
        return self.ask(super().get_many, keys, without={})

    def has_key(self, key: str) -> bool:
        return self.ask(super().has_key, key, without=False)

    def incr(self, key: str, delta: int) -> int:
        return self.ask(super().incr, key, delta, without=delta)

    def set_many(self, data: dict[str, Any], timeout: int | None) -> None:
        self.ask(super().set_many, data, timeout, without=None)

    def delete_many(self, keys: Any) -> None:
        self.ask(super().delete_many, keys, without=None)

    def clear(self) -> bool:
        return self.ask(super().clear, without=False)


class RedisCache(redis.RedisCache):
    def __init__(self, server: str, params: dict[str, Any]) -> None:
        super().__init__(server, params)
        self._class = Client
        self._options = TIMEOUTS | self._options

    def ping(self) -> None:
        """Ask the server itself, and raise what is wrong with it."""
        self._cache.get_client().ping()
