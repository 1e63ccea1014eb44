"""Who asks: four threads, each with a connection that stays open for a while.

As little as possible is done with an answer, for asking and answering share the
processors of one machine.
"""

import re
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection
from urllib.parse import urlencode

from benchmarks.stage import HOST

THREADS = 4
VISITS = 10  # per connection; who keeps one for ever may share a worker for ever
HIDDEN = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)"')
FORM = {"Content-Type": "application/x-www-form-urlencoded"}


class Unexpected(Exception):
    """An answer that is none of those a visitor should get."""


class Visitor:
    """One person's browser, as far as a server can tell."""

    def __init__(self, port: int, address: str = "") -> None:
        self.connection = HTTPConnection(HOST, port, timeout=120)
        self.behind(address)

    def behind(self, address: str) -> None:
        """Be somebody else, on another address, over the same connection."""
        self.headers = {"X-Forwarded-For": address} if address else {}
        self.cookies: dict[str, str] = {}

    def get(self, path: str) -> str:
        status, _, body = self.ask("GET", path)
        if status != 200:
            raise Unexpected(f"GET {path}: {status}")
        return body

    def post(self, path: str, values: dict[str, str]) -> str:
        """Send a form and return where it leads."""
        status, location, body = self.ask("POST", path, urlencode(values))
        if status not in (302, 303):
            raise Unexpected(f"POST {path}: {status}\n{body}")
        return location

    def ask(self, method: str, path: str, body: str = "") -> tuple[int, str, str]:
        headers = {**self.headers, **(FORM if body else {})}
        if self.cookies:
            pairs = (f"{name}={value}" for name, value in self.cookies.items())
            headers["Cookie"] = "; ".join(pairs)
        self.connection.request(method, path, body.encode() or None, headers)
        answer = self.connection.getresponse()
        for cookie in answer.headers.get_all("Set-Cookie", ()):
            name, _, value = cookie.partition(";")[0].partition("=")
            self.cookies[name] = value
        location = answer.headers.get("Location", "")
        return answer.status, location, answer.read().decode()

    def close(self) -> None:
        self.connection.close()


def hidden(page: str) -> dict[str, str]:
    """Read what a form sends without having been filled in."""
    return dict(HIDDEN.findall(page))


def rate(port: int, visit: Callable[[Visitor], object], seconds: float) -> float:
    """Count how often four visitors get something done, per second."""

    def work(_: int) -> int:
        visitor, done = Visitor(port), 0
        while time.monotonic() < ends:
            visit(visitor)
            done += 1
            if done % VISITS == 0:
                visitor.close()  # the next visit opens another
        visitor.close()
        return done

    began = time.monotonic()
    ends = began + seconds
    with ThreadPoolExecutor(THREADS) as pool:
        done = sum(pool.map(work, range(THREADS)))
    return done / (time.monotonic() - began)


def getting(path: str) -> Callable[[Visitor], object]:
    return lambda visitor: visitor.get(path)
