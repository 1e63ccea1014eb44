"""One line of JSON per event, without what opens a mailed link."""

import json
import logging
import re
from datetime import UTC, datetime

TOKEN = re.compile(r"(/(?:n|r|p|u|i)/)[^/\s\"'?]+")


def without_tokens(text: str) -> str:
    """Blot out the token in a path such as /n/<token>/: who reads it may act."""
    return TOKEN.sub(r"\1…", text)


class JsonFormatter(logging.Formatter):
    """Format a record for machines that collect logs."""

    def format(self, record: logging.LogRecord) -> str:
        at = datetime.fromtimestamp(record.created, UTC)
        line = {
            "at": at.isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": without_tokens(record.getMessage()),
        }
        if record.exc_info:
            line["trace"] = without_tokens(self.formatException(record.exc_info))
        return json.dumps(line, ensure_ascii=False)
