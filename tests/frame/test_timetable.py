"""The timetable names tasks by string; each must be one that the worker knows."""

from unitar_seminars.celery import app


def test_every_task_of_the_timetable_exists():
    app.loader.import_default_modules()
    named = {entry["task"] for entry in app.conf.beat_schedule.values()}

    assert named - set(app.tasks) == set()


def test_ticks_that_nobody_fetched_expire_before_the_next():
    for entry in app.conf.beat_schedule.values():
        assert entry["options"]["expires"] <= entry["schedule"]
