"""What is kept for signing in goes when its time is over."""

from typing import Any

from celery import shared_task
from django.contrib.sessions.backends.db import SessionStore


@shared_task(name="users.forget_sessions")
def forget_sessions(**_: Any) -> None:
    """Delete sessions that have ended: unfinished ones hold an address and a code."""
    SessionStore.clear_expired()
