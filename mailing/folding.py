"""The value of a header as the serialiser writes it, mostly without asking it.

It folds between words, and looks at how long they are, never at what they say. So it
is asked once for each pattern of lengths, and headers that fit on a line not at all.
"""

import re
from email.policy import compat32
from functools import lru_cache
from itertools import chain

from django.core.mail.message import forbid_multi_line_headers

SIMPLE, WORD = re.compile(r"[!-~](?:[ -~]*[!-~])?"), re.compile(r"[^ ,;]+")
SHORT = 74  # characters of a header that nobody folds
WIRE = compat32.clone(linesep="\r\n")


def folded(name: str, value: str) -> bytes:
    """Fold a value; one that would start another header is refused as Django does."""
    if not SIMPLE.fullmatch(value):
        return by_the_serialiser(name, value)
    if len(name) + len(value) <= SHORT:
        return value.encode()
    gaps = gaps_in(name, WORD.sub(lambda word: "x" * len(word[0]), value))
    words = [*[word.encode() for word in WORD.findall(value)], b""]
    return b"".join(chain.from_iterable(zip(gaps, words, strict=True)))


@lru_cache(maxsize=1024)
def gaps_in(name: str, shape: str) -> list[bytes]:
    """Return what stands between the words, and before and behind them."""
    return re.split(rb"x+", by_the_serialiser(name, shape))


def by_the_serialiser(name: str, value: str) -> bytes:
    line = WIRE.fold_binary(*forbid_multi_line_headers(name, value, "utf-8"))
    return line[len(name) + 2 : -2]
