"""The variables that nobody set, filled from this checkout.

Keys are drawn once and kept under `var/keys`, readable by their owner alone: links in
mails that were sent yesterday still open today.
"""

import argparse
import os
import secrets
import sys
from contextlib import suppress
from importlib import import_module
from ipaddress import ip_address
from pathlib import Path
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

from devtools import services

KEYS = ("SECRET_KEY", "LINK_KEY", "FILING_KEY")


def fill(arguments: list[str]) -> None:
    """Set what a `manage.py` command needs; nothing that is set already changes."""
    if arguments[:1] == ["receive_bounce"]:
        refuse_gaps()
        return
    for service in services.local():
        set_if_empty(service.variable, service.url)
        refuse_nonsense(service)
    fill_keys(services.VAR / "keys")
    set_if_empty("EMAIL_URL", mail_to_files(services.VAR / "mail"))
    if arguments[:1] == ["up"]:
        fill_for_up(arguments[1:])
    else:
        set_if_empty("SITE_URL", "http://127.0.0.1:8000")


def refuse_gaps() -> None:
    """Let a relay keep its message as long as the environment leaves something open.

    A relay hands none of our variables on. Read with a key that is drawn here, a
    message would be of no message of ours, and lost.
    """
    try:
        import_module(os.environ["DJANGO_SETTINGS_MODULE"])
    except ImproperlyConfigured as gap:
        sys.stderr.write(f"{gap}\n")
        sys.exit(os.EX_TEMPFAIL)


def refuse_nonsense(service: services.Service) -> None:
    """End with a sentence where settings could only fail with a traceback."""
    with suppress(ValueError):
        address = urlsplit(os.environ[service.variable])
        if address.scheme in service.schemes and address.port != 0:
            return
    raise SystemExit(
        f"{service.variable} is no address of a {service.name}"
        f" ({service.schemes[0]}://…): correct it, or unset it to have one started"
        " for you."
    )


def fill_for_up(arguments: list[str]) -> None:
    """Name the address that `up` will print; only there the sample set-up exists."""
    options, _ = address_parser().parse_known_args(arguments)
    set_if_empty("SITE_URL", f"http://{options.host}:{options.port}")
    set_if_empty("ALLOWED_HOSTS", f"{options.host},localhost")
    set_if_empty("STATIC_ROOT", str(services.VAR / "static"))
    set_if_empty("SAMPLE_SETUP", str(int(is_for_one_machine(options.host))))
    if os.environ["SAMPLE_SETUP"] == "1":
        set_if_empty("CONTACT_ADDRESS", "seminars@unitar.example")


def is_for_one_machine(host: str) -> bool:
    """Tell whether nobody else can come: nor through a proxy, which has its own name.

    The sample set-up lets whoever comes in as an organiser.
    """
    site = urlsplit(os.environ["SITE_URL"]).hostname or ""
    names = [host, site, *os.environ["ALLOWED_HOSTS"].split(",")]
    return all(is_loopback(name.strip()) for name in names)


def address_parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(add_help=False)
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8000)
    return parser


def is_loopback(host: str) -> bool:
    """Tell addresses that only this machine reaches from all others."""
    with suppress(ValueError):
        return ip_address(host).is_loopback
    return host == "localhost"


def fill_keys(folder: Path) -> None:
    for name in KEYS:
        if not os.environ.get(name):
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            os.environ[name] = kept_key(folder / name.lower())


def kept_key(file: Path) -> str:
    """Read a key, or draw it; of two who draw at once, the slower reads."""
    if not file.exists():
        drawn = file.with_suffix(f".{os.getpid()}")
        drawn.touch(mode=0o600)
        drawn.write_text(secrets.token_urlsafe(60))
        with suppress(FileExistsError):
            os.link(drawn, file)
        drawn.unlink()
    return file.read_text()


def mail_to_files(folder: Path) -> str:
    """Write a folder as the URL by which mail goes there."""
    return f"filemail:///{folder}"


def set_if_empty(name: str, value: str) -> None:
    if not os.environ.get(name):
        os.environ[name] = value
