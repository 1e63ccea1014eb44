"""Django's Redis cache, which keeps the client that it would make for each command."""

from functools import cached_property
from typing import Any

from django.core.cache.backends import redis


class Client(redis.RedisCacheClient):
    """One server: reading and writing go through the same client."""

    @cached_property
    def only(self) -> Any:
        return super().get_client(write=True)

    def get_client(self, key: Any = None, *, write: bool = False) -> Any:
        return self.only


class RedisCache(redis.RedisCache):
    def __init__(self, server: str, params: dict[str, Any]) -> None:
        super().__init__(server, params)
        self._class = Client
