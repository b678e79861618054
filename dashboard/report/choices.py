"""What a board page can be made for: regions, years, projects and survey waves, as a person writes them."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from dashboard.filters import HIERARCHIES
from dashboard.places import area_order
from dashboard.regions import COUNTRY, UNALLOCATED, region_tree
from dashboard.words import t, words
from warehouse.words import Language

MOST = 5
"""So many candidates are named to one who wrote something that is not there."""


class Refused(Exception):
    """A board page that cannot be made. ``kind`` among the values is that of words.toml (report.kind)."""

    def __init__(self, key: str, kind: str = "", **values: object) -> None:
        """Keep the key of the reason and its values, so that it can be told in the language of the one who asks."""
        self.key, self.kind, self.values = key, kind, values
        super().__init__(key)

    def text(self, language: Language) -> str:
        """Say why not, and what to do."""
        kind = {"kind": words(f"report.kind.{self.kind}", language)} if self.kind else {}
        return words(self.key, language, **self.values, **kind)


@dataclass(frozen=True)
class Choice:
    """One choice of a board page: its name, and what turns what a person wrote into a code. Refused when it is not there."""

    name: str
    find: Callable[[str], str | int]


def pick(kind: str, asked: str, names: Mapping[str, str]) -> str:
    """Give the code that was meant by a code or a name. ``names``: code → name. Refused names the nearest ones."""
    exact = [code for code, name in names.items() if asked.lower() in (code.lower(), name.lower())]
    if len(exact) == 1:
        return exact[0]
    if exact:
        raise Refused("report.refused.many", kind, asked=asked, found=_listed(exact, names))
    nearest = _nearest(asked, names)
    key = "report.refused.unknown" if nearest else "report.refused.none"
    raise Refused(key, kind, asked=asked, found=_listed(nearest, names))


def _nearest(asked: str, names: Mapping[str, str]) -> list[str]:
    begun = [code for code, name in names.items() if name.lower().startswith(asked.lower())]
    by_text = {text.lower(): code for code, name in names.items() for text in (code, name)}
    close = get_close_matches(asked.lower(), by_text, n=2 * MOST, cutoff=0.5)
    return list(dict.fromkeys([*begun, *(by_text[text] for text in close)]))[:MOST] or list(names)[:MOST]


def _listed(codes: Sequence[str], names: Mapping[str, str]) -> str:
    return "; ".join(code if names[code] == code else f"{code} ({names[code]})" for code in codes)


def region(asked: str) -> str:
    """Give a region as ``level-code``, from that, from its code alone where no other has it, or from its name."""
    names = region_names()
    bare = [key for key in names if key.partition("-")[2] == asked]
    return bare[0] if len(bare) == 1 else pick("region", asked, {key: names[key] for key in bare} or names)


def region_names() -> dict[str, str]:
    """Give the name of each region in both hierarchies, by ``level-code``, the country first."""
    found = {"-".join(COUNTRY): t("place.country_name")}
    for hierarchy in HIERARCHIES:
        tree = region_tree(hierarchy, "2024")
        for level, code in sorted(tree.names, key=lambda one: area_order(tree, one)):
            if code != UNALLOCATED and level != COUNTRY[0]:
                found.setdefault(f"{level}-{code}", tree.names[level, code])
    return found


def year(asked: str) -> int:
    """Give a year. Refused when it is not a number; whether there are figures of it the page knows."""
    if not asked.isdecimal():
        raise Refused("report.refused.year", asked=asked)
    return int(asked)


def known_year(asked: int, years: Sequence[int]) -> int:
    """Give a year that has figures. Refused names those that have."""
    if asked in years:
        return asked
    if not years:
        raise Refused("report.refused.no_years")
    near = sorted(sorted(years, key=lambda one: abs(one - asked))[:MOST])
    raise Refused("report.refused.no_year", asked=asked, found=", ".join(map(str, near)))


REGION = Choice("region", region)
YEAR = Choice("year", year)
