"""What unfinished sign-ins leave behind goes when its time is over."""

from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.urls import reverse
from django.utils import timezone

from users.tasks import forget_sessions

pytestmark = pytest.mark.django_db


def test_a_code_that_nobody_used_is_forgotten(client):
    client.post(reverse("account_login"), {"login": "ana@example.org"})
    forget_sessions()
    assert "ana@example.org" in str(Session.objects.get().get_decoded())

    Session.objects.update(expire_date=timezone.now() - timedelta(seconds=1))
    forget_sessions()

    assert not Session.objects.exists()
