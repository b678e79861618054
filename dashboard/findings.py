"""The sentence on top of each page: what the rows say, made by rules, the same in both languages."""

from typing import Any

import polars as pl

from dashboard.words import words
from warehouse.words import Language, kroner, number, percent, short_kroner

_ABOUT = ("project", "seminar", "survey_reported_share", "survey_answer", "measure_status", "staffing", "key_figure")
"""The sources that have something to tell a leader where there are no kroner."""


def funding(
    rows: pl.DataFrame, measure: str, year: int, level: str, language: Language, within: str | None = None
) -> str:
    """Say who got most, how far that is from the median, how much it was in all, and how many got nothing.

    ``rows``: mart.funding_by_region of one level, year and scheme. ``within`` names the region they lie in, if any.
    """
    regions = rows.filter(~pl.col("is_unallocated"))
    names = {"year": year, "place": within or words("place.country", language)}
    many = words(f"level.{level}.count", language)
    if rows.height and rows["granted_nok"].null_count() == rows.height:
        key = "foreign" if rows["unconverted_award_count"].sum() else "undecided"
        return words(f"finding.funding.{key}", language, **names)
    if regions.is_empty() or regions["granted_nok"].sum() == 0:
        return words("finding.funding.nothing", language, many=many, **names)
    known = regions.filter(pl.col(measure).is_not_null()).sort(measure, "region_name", descending=[True, False])
    if known.is_empty():
        total = short_kroner(regions["granted_nok"].sum(), language)
        return words("finding.funding.no_population", language, total=total, **names)
    top = known.row(0, named=True)
    values = {"region": top["region_name"], "amount": kroner(round(top[measure]), language), **names}
    median = top[f"median_{measure}"]
    sentences = [words(f"finding.funding.{measure}.top", language, **values)]
    if median:
        times = number(top[measure] / median, 1, language)
        sentences = [words(f"finding.funding.{measure}.top_and_median", language, times=times, many=many, **values)]
    if known.height < regions.height:
        counts = {
            "count": number(regions.height - known.height, 0, language),
            "total": number(regions.height, 0, language),
        }
        sentences.append(words("finding.funding.unknown", language, many=many, **counts))
    if within is None:
        sentences.append(
            words("finding.funding.total", language, total=short_kroner(rows["granted_nok"].sum(), language))
        )
    without = regions.filter(pl.col("granted_nok") == 0).height
    if without:
        counts = {"count": number(without, 0, language), "total": number(regions.height, 0, language), "many": many}
        sentences.append(words("finding.funding.without", language, **counts))
    return " ".join(sentences)


def one_region(row: dict[str, Any], measure: str, language: Language) -> str:
    """Say how one region stands: its amount, its place among its peers, and the change from the year before.

    ``row``: one row of mart.funding_by_region, as a dict.
    """
    value = row[measure]
    if row["granted_nok"] is None:
        return words("finding.region.unknown", language, region=row["region_name"], year=row["year"])
    values = {
        "region": row["region_name"],
        "year": row["year"],
        "total": short_kroner(row["granted_nok"], language),
    }
    if value is None:
        return words("finding.region.no_population", language, **values)
    rank = row["granted_per_capita_rank" if measure == "granted_per_capita_nok" else "granted_rank"]
    values |= {
        "amount": kroner(round(value), language),
        "rank": number(rank, 0, language),
        "count": number(row["region_count"], 0, language),
        "many": words(f"level.{row['region_level']}.count", language),
    }
    sentences = [words(f"finding.region.{measure}", language, **values)]
    change = row["granted_change_share"]
    if change is not None:
        key = "same" if abs(change) < 0.0005 else "up" if change > 0 else "down"
        sentences.append(words(f"finding.region.{key}", language, change=percent(abs(change), 1, language)))
    return " ".join(sentences)


def overview(
    figures: pl.DataFrame,
    language: Language,
    exceptions: pl.DataFrame | None = None,
    sources: pl.DataFrame | None = None,
) -> str:
    """Say what was granted in the latest year, how it changed, how many municipalities it reached, and what is urgent.

    ``figures``: mart.key_number, the rows that are latest. ``exceptions``: mart.attention. ``sources``: mart.freshness with the
    source as ``code`` and its title as ``source``: without any kroner, the sentence says what there is instead.
    """
    by_name = {row["key_number"]: row for row in figures.iter_rows(named=True)}
    total = by_name.get("granted_nok")
    if total is None or total["value"] is None:
        return " ".join([_without_kroner(sources, language), *_urgent(exceptions, language)])
    values = {"year": total["year"], "total": short_kroner(total["value"], language)}
    change = total["change_share"]
    if change is None:
        sentences = [words("finding.overview.first", language, **values)]
    else:
        key = "same" if abs(change) < 0.0005 else "up" if change > 0 else "down"
        sentences = [words(f"finding.overview.{key}", language, change=percent(abs(change), 1, language), **values)]
    reach = by_name.get("municipality_with_grant_share")
    if reach and reach["value"] is not None:
        sentences.append(words("finding.overview.reach", language, share=percent(reach["value"], 0, language)))
    return " ".join([*sentences, *_urgent(exceptions, language)])


def _urgent(exceptions: pl.DataFrame | None, language: Language) -> list[str]:
    count = 0 if exceptions is None else exceptions.filter(pl.col("severity") == 1).height
    if not count:
        return []
    key = "finding.overview.urgent.one" if count == 1 else "finding.overview.urgent.many"
    return [words(key, language, count=number(count, 0, language))]


def _without_kroner(sources: pl.DataFrame | None, language: Language) -> str:
    if sources is None or sources.is_empty():
        return words("finding.overview.nothing", language)
    rows = {row["code"]: row for row in sources.filter(pl.col("row_count") > 0).iter_rows(named=True)}
    known = [
        f"{rows[code]['source']} ({number(rows[code]['row_count'], 0, language)})" for code in _ABOUT if code in rows
    ]
    first = words("finding.overview.no_kroner" if "grant_application" in rows else "finding.overview.nothing", language)
    return f"{first} {words('finding.overview.known', language, what=', '.join(known))}" if known else first


def warehouse(sources: pl.DataFrame, checks: pl.DataFrame, built: str, language: Language) -> str:
    """Say how much is loaded, how much was rejected, and whether every check holds.

    ``sources``: mart.freshness. ``checks``: meta.check. ``built``: when the warehouse was built, in words.
    """
    failed = checks.filter(~pl.col("is_ok")).height
    rejected = int(sources["rejected_row_count"].sum() or 0)
    values = {
        "rows": number(int(sources["row_count"].sum() or 0), 0, language),
        "deliveries": number(int(sources["delivery_count"].sum() or 0), 0, language),
        "rejected": number(rejected, 0, language),
        "checks": number(checks.height, 0, language),
        "failed": number(failed, 0, language),
        "built": built,
    }
    parts = ("loaded", "rejected" if rejected else "none_rejected", "failed" if failed else "checked")
    return " ".join(words(f"finding.data.{part}", language, **values) for part in parts)
