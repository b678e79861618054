"""The sentence on top of the page from application to report: what the rows say, and what they cannot say."""

from typing import Any

from dashboard.words import words
from warehouse.words import Language, date, number, percent, short_kroner

Row = dict[str, Any]


def grants(
    flow: Row | None,
    follow_up: Row | None,
    place: str,
    year: int,
    few: int,
    language: Language,
    is_country: bool = True,
) -> str:
    """Say how many got money and how much, what is not decided yet, what is paid, and which reports are late.

    ``flow``: the row of mart.grant_flow of the year; ``follow_up``: the row of mart.follow_up. None of either is not 0.
    ``few``: under so many applications the sentence says how much one of them moves the share.
    """

    def say(key: str, **values: object) -> str:
        return words(f"finding.grants.{key}", language, **values)

    sentences = [*_awards(flow, place, year, few, language, is_country), *_paid(flow, language)]
    if follow_up is None:
        sentences.append(say("reports_unknown"))
    elif not follow_up["overdue_count"]:
        sentences.append(say("overdue_none", date=date(follow_up["as_of_date"], language)))
    else:
        values = {
            "count": number(follow_up["overdue_count"], 0, language),
            "amount": short_kroner(follow_up["overdue_granted_nok"], language),
            "date": date(follow_up["as_of_date"], language),
        }
        sentences.append(say("overdue_one" if follow_up["overdue_count"] == 1 else "overdue", **values))
    return " ".join(sentences)


def _awards(flow: Row | None, place: str, year: int, few: int, language: Language, is_country: bool) -> list[str]:
    where = "country" if is_country else "area"

    def say(key: str, **values: object) -> str:
        return words(f"finding.grants.{key}", language, **values)

    def say_where(key: str, **values: object) -> str:
        return words(f"finding.grants.{key}.{where}", language, **values)

    names = {"place": place, "year": year}
    if flow is None:
        return [say_where("nothing", **names)]
    count, pending = flow["application_count"], flow["pending_count"]
    values = {
        "awards": number(flow["award_count"], 0, language),
        "applications": number(count, 0, language),
        "granted": short_kroner(flow["granted_nok"], language),
        "applied": short_kroner(flow["applied_nok"], language),
    }
    if count and count == pending:
        return [say_where("undecided", **names, **values)]
    if flow["award_share"] is None:
        return [say_where("only_awards", **names, **values)]
    sentences = [say_where("awarded", share=percent(flow["award_share"], 1, language), **names, **values)]
    if flow["granted_of_applied_share"] is not None:
        sentences.append(say("money", share=percent(flow["granted_of_applied_share"], 1, language), **values))
    if pending:
        key = "pending_one" if pending == 1 else "pending"
        sentences.append(say(key, count=number(pending, 0, language)))
    if count < few:
        sentences.append(say("few", points=number(100 / count, 0, language), **values))
    return sentences


def _paid(flow: Row | None, language: Language) -> list[str]:
    if flow is None or not flow["award_count"]:
        return []
    if flow["net_paid_nok"] is None:
        return [words("finding.grants.paid_unknown", language)]
    if flow["paid_share"] is None:
        return []
    share = percent(flow["paid_share"], 1, language)
    known, awards = flow["payment_known_count"], flow["award_count"]
    if known >= awards:
        return [words("finding.grants.paid", language, share=share)]
    counts = {"known": number(known, 0, language), "awards": number(awards, 0, language)}
    return [words("finding.grants.paid_partly", language, share=share, **counts)]
