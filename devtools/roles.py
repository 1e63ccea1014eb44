"""Whom the sample set-up lets in with one click, each by an account of the demo."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Role:
    """One way in: `/sample/enter/<slug>/` signs in `email` and goes to `start`."""

    slug: str
    title: str
    email: str
    start: str = "/"


ROLES: list[Role] = []
