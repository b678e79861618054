"""Make sure the browser tests have a Chromium: one that is there, else Debian's package, else Playwright's own."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome")


def find_browser() -> str | None:
    """The path of a Chromium: what CHROMIUM names, one on the path, or the one Playwright downloaded."""
    if named := os.environ.get("CHROMIUM"):
        return named if Path(named).exists() else None
    for name in NAMES:
        if found := shutil.which(name):
            return found
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        own = playwright.chromium.executable_path
    return own if Path(own).exists() else None


def install() -> bool:
    """Install one: the distribution's package when we may, Playwright's download elsewhere."""
    commands = [[sys.executable, "-m", "playwright", "install", "chromium"]]
    if shutil.which("apt-get") and os.geteuid() == 0:
        commands.insert(0, ["apt-get", "install", "-y", "-q", "chromium"])
        subprocess.run(["apt-get", "update", "-q"], check=False, stdout=subprocess.DEVNULL)  # noqa: S607
    return any(
        subprocess.run(command, check=False, stdout=subprocess.DEVNULL).returncode == 0  # noqa: S603
        for command in commands
    )


def main() -> int:
    """Find or install; exit code 1 with one sentence when neither works."""
    if find_browser() or (install() and find_browser()):
        return 0
    sys.stderr.write(
        "The browser tests need Chromium and it could not be installed: install it and set CHROMIUM to its path.\n"
    )
    return 1


if __name__ == "__main__":
    sys.exit(main())
