"""How large a test is: of a size that can fail, or of the size that was promised."""

import os
from typing import TypeVar

Size = TypeVar("Size")
IS_LONG = os.environ.get("SCALE") == "long"


def sized(usual: Size, long: Size) -> Size:
    """Choose the size for `make test`, or for `make test-long`."""
    return long if IS_LONG else usual
