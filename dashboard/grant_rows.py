"""The rows of applications behind a figure of the money pages, as the Data page finds them: by year, scheme, flow and place."""

from dashboard.data import combinations, read
from dashboard.filters import TOTALS
from dashboard.regions import Region
from dashboard.whole import Value

SOURCE = "grant_application"


def rows_behind(region: Region, year: int, scheme: str, flow: str | None) -> dict[str, Value]:
    """Give the choices that find the rows: column → value.

    A municipality is among them when all its rows of the year have one code; a larger area is not one value of the source.
    """
    rows: dict[str, Value] = {"year": year}
    if flow:
        rows["flow_level"] = flow
    if scheme not in TOTALS:
        rows["scheme_code"] = scheme
    level, code = region
    if level == "municipality":
        old = read("core.bridge_municipality_2024", municipality_code_2024=code)["municipality_code"].to_list()
        known = combinations(f"source.{SOURCE}", "year", "municipality_code")
        codes = [one for one in sorted({code, *old}) if (year, one) in known]
        if len(codes) == 1:
            rows["municipality_code"] = codes[0]
    return rows
