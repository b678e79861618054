"""Which build a reader saw last, kept by the reader's own browser, so that a page can say what is new since then.

Two cookies with nothing but names of builds, set with the page itself by ``asgi.py``. Served without it, nothing is remembered
and nothing is said to be new.
"""

from collections.abc import Collection, Mapping
from http.cookies import SimpleCookie

from dashboard.data import read
from dashboard.published import generation
from warehouse.errors import NoWarehouse

SEEN = "seen_build"
"""The build of the latest visit."""

PREVIOUS = "previous_build"
"""The build of the visit before that which had another one."""

KEPT_SECONDS = 365 * 24 * 3600


def current_build() -> str:
    """Name the build that is published now; an empty text when there is none."""
    try:
        rows = read("meta.build", is_current=True) if generation() else None
    except NoWarehouse:
        return ""
    return "" if rows is None or rows.is_empty() else str(rows["build_id"][0])


def remembered(cookies: Mapping[str, str], current: str) -> dict[str, str]:
    """Give the cookies to set on a visit that shows the build ``current``; none when nothing is published."""
    seen = cookies.get(SEEN, "")
    if not current:
        return {}
    # Set again at every visit, so that they last as long as the reader keeps coming.
    before = seen if seen != current else cookies.get(PREVIOUS, "")
    return {SEEN: current} | ({PREVIOUS: before} if before else {})


def last_seen(cookies: Mapping[str, str], current: str, known: Collection[str]) -> str | None:
    """Name the build before ``current`` that the reader saw last; None when it is not known here, or is newer.

    A page that stays open while a build is published shows another one than its cookies say.
    """
    seen = cookies.get(SEEN, "")
    before = cookies.get(PREVIOUS, "") if seen == current else seen
    return before if before in known and before < current else None


def header(name: str, value: str, is_secure: bool) -> str:
    """Write the header that sets a cookie for the server alone to read, sent to no other site."""
    cookie = SimpleCookie({name: value})[name]
    cookie.update({"path": "/", "max-age": str(KEPT_SECONDS), "samesite": "Lax"})
    for flag in ("httponly", *(("secure",) if is_secure else ())):
        cookie[flag] = "yes"
    return cookie.OutputString()
