"""What newcomers find: the data of `manage.py demo`, as of one moment."""

from datetime import datetime

from unitar_seminars.hours import NEW_YORK

NOW = datetime(2026, 11, 24, 14, 10, tzinfo=NEW_YORK)
