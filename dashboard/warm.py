"""A warm start: what the first reader would otherwise wait for is done before the server answers."""

from dashboard import maps
from dashboard.charts import development, ranked_bars, region_map
from dashboard.charts.theme import PALETTES
from dashboard.shell import page_modules
from warehouse.words import LANGUAGES


def up() -> None:
    """Import the pages, and author one chart of each kind in each theme, which loads Altair's schema."""
    page_modules()
    for mode in PALETTES:
        for language in LANGUAGES:
            region_map.region_map(maps.SCHEMATIC, "county", ("",) * 5, (("", 0),), 560, mode, language)
            ranked_bars.ranked_bars(("",) * 5, "", 20, mode, language)
            development.development("", ("",) * 3, ("",), mode, language)
