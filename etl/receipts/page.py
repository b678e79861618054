"""The receipt as one page of HTML that needs nothing beside itself."""

from html import escape
from pathlib import Path

from etl.receipts.summary import GroupSummary, Summary

_STYLE = Path(__file__).with_name("page.css")


def html_page(words: Summary) -> str:
    """Give the page: verdict, facts, counts, faults by group, what was read differently, and how to correct it."""
    facts = "".join(f"<dt>{escape(name)}</dt><dd>{escape(fact)}</dd>" for name, fact in words.facts)
    headers = "".join(f'<th scope="col">{escape(name)}</th>' for name, _ in words.counts)
    counts = "".join(f"<td>{words.number(count)}</td>" for _, count in words.counts)
    steps = "".join(f"<li>{escape(step)}</li>" for step in words.steps)
    notes = "".join(f"<li>{escape(note)}</li>" for note in words.notes)
    parts = [
        f"<h1>{escape(words.title)}</h1>",
        f'<p class="verdict {"ok" if words.ok else "wrong"}">{escape(words.verdict)}</p>',
        f"<dl>{facts}</dl>",
        f"<h2>{escape(words.say('heading.rows'))}</h2>",
        f'<table class="counts"><caption>{escape(words.counted)}</caption>',
        f"<thead><tr>{headers}</tr></thead><tbody><tr>{counts}</tr></tbody></table>",
        f"<h2>{escape(words.say('heading.steps'))}</h2><ol>{steps}</ol>",
        *(_group(group, words) for group in words.groups),
        f"<h2>{escape(words.say('heading.notes'))}</h2><ul>{notes}</ul>" if notes else "",
        f"<footer>{escape(words.say('about'))}</footer>",
    ]
    return (
        f'<!DOCTYPE html>\n<html lang="{words.language}">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(words.title)}</title>\n<style>\n{_STYLE.read_text(encoding='utf-8')}</style>\n</head>\n"
        f"<body>\n<main>\n{chr(10).join(filter(None, parts))}\n</main>\n</body>\n</html>\n"
    )


def _group(group: GroupSummary, words: Summary) -> str:
    names = ("level", "header", "message", "findings", "rows")
    headers = "".join(f'<th scope="col">{escape(words.say(f"column.{name}"))}</th>' for name in names)
    rows = "".join(
        f"<tr><td>{escape(kind.level)}</td><th scope=row>{escape(kind.header)}</th><td>{escape(kind.message)}</td>"
        f"<td>{words.number(kind.count)}</td><td>{escape(kind.rows)}</td></tr>"
        for kind in group.kinds
    )
    more = f"<p>{escape(group.more)}</p>" if group.more else ""
    return (
        f'<h2 class="{group.group}">{escape(group.name)} ({words.number(group.findings)})</h2>'
        f"<table><caption>{escape(group.meaning)}</caption><thead><tr>{headers}</tr></thead><tbody>{rows}</tbody></table>{more}"
    )
