"""The README's script between Postfix and `receive_bounce`, with paths of a test."""

import os
import re
import sys
from pathlib import Path

from django.conf import settings

SCRIPT = re.compile(r"^#!/bin/sh\n.+?\n(?=```)", re.MULTILINE | re.DOTALL)
GIVEN = {"PATH": os.defpath, "TZ": "", "MAIL_CONFIG": "/etc/postfix", "LANG": "C"}
NAMES = [
    *["SECRET_KEY", "LINK_KEY", "FILING_KEY", "SITE_URL"],
    *["DATABASE_URL", "REDIS_URL", "EMAIL_URL"],
]


def script(folder, variables):
    """Write the script and the file that it reads; return the script."""
    named, file = folder / "seminars.env", folder / "take-back"
    lines = [f"{name}='{variables[name]}'\n" for name in NAMES if name in variables]
    named.write_text("".join(lines))
    [text] = SCRIPT.findall((Path(settings.BASE_DIR) / "README.md").read_text())
    paths = {
        "/etc/seminars.env": named,
        "/srv/seminars/bin/python": sys.executable,
        "/srv/seminars/manage.py": Path(settings.BASE_DIR) / "manage.py",
    }
    for path, ours in paths.items():
        assert path in text
        text = text.replace(path, str(ours))
    file.write_text(text)
    file.chmod(0o700)
    return file
