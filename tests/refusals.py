"""Who said no: a verb by the code of its refusal, the database by its constraint."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction


def refusal(verb: Callable[..., Any], *args: Any, **kwargs: Any) -> str | None:
    """Call a verb that must refuse; return the code it refuses with."""
    with pytest.raises(ValidationError) as refused:
        verb(*args, **kwargs)
    return refused.value.code


def broken(change: Callable[..., Any], *args: Any, **kwargs: Any) -> str:
    """Make a change that must break a constraint; return the constraint's name.

    What a trigger checks at commit is checked here too.
    """
    with pytest.raises(IntegrityError) as refused:
        make_and_check(change, *args, **kwargs)
    return refused.value.__cause__.diag.constraint_name


@transaction.atomic
def make_and_check(change: Callable[..., Any], *args: Any, **kwargs: Any) -> None:
    change(*args, **kwargs)
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
