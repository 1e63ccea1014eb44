"""Whom the sample set-up lets in with one click, each by an account of the demo."""

from dataclasses import dataclass

from django.utils.functional import Promise


@dataclass(frozen=True)
class Role:
    """One way into the sample set-up: `/sample/enter/<slug>/`."""

    slug: str
    title: str | Promise
    email: str


ROLES: list[Role] = []
