"""Programs of the machine that some tests need and that no package brings."""

from __future__ import annotations

import os
import shutil

# First the one without windows: the same engine at half the time.
CHROMIUM = ("chromium-headless-shell", "/usr/bin/chromium", "chromium", "chromium-browser", "google-chrome")
OFFICE = ("soffice", "libreoffice")
NGINX = ("nginx", "/usr/sbin/nginx")


def chromium() -> str | None:
    """A Chromium for browser tests, or None."""
    return _first(CHROMIUM)


def office() -> str | None:
    """LibreOffice for tests that open written workbooks, or None."""
    return _first(OFFICE)


def nginx() -> str | None:
    """The web server in front, for tests that let it judge its configuration, or None."""
    return _first(NGINX)


def _first(names: tuple[str, ...]) -> str | None:
    return next((found for name in names if (found := shutil.which(name))), None)


def on_ci() -> bool:
    """Whether a test that does not run is a failure."""
    return os.environ.get("CI") == "true"
