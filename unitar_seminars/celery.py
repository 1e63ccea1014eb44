"""The worker's application and its timetable.

Tasks are named by string: the frame knows no app. Each looks for rows that are due,
so a tick that is lost costs time and nothing else; ticks that nobody fetched before
the next one expire instead of piling up.
"""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "unitar_seminars.settings")


def every(seconds: int, task: str) -> dict:
    """Say that a task is due every so many seconds."""
    return {"task": task, "schedule": seconds, "options": {"expires": seconds}}


app = Celery("unitar_seminars")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.conf.beat_schedule = {
    "deliver mail that is due": every(5, "mailing.sweep"),
    "empty old mail": every(3600, "mailing.purge"),
    "forget sessions that have ended": every(3600, "users.forget_sessions"),
    "start briefings that are due": every(30, "briefings.start_due"),
    "send digests that are due": every(300, "briefings.send_digests"),
    "forget who never said yes": every(3600, "briefings.forget_unconfirmed"),
    "give out seats whose hour has passed": every(60, "registrations.release_due"),
    "pass on offers that nobody answered": every(30, "registrations.expire_offers"),
    "forget lists that nobody finished": every(3600, "registrations.forget_lists"),
    "delete old access lists": every(3600, "registrations.purge_access_lists"),
    "forget answers kept long enough": every(3600, "registrations.forget_answers"),
    "mark seminars that are over": every(60, "registrations.mark_held"),
    "keep notices of seminars in line": every(60, "registrations.remind"),
}
app.autodiscover_tasks()
