"""The frame of the house; with it, `shared_task` finds the application's broker."""

from unitar_seminars.celery import app as celery_app

__all__ = ["celery_app"]
