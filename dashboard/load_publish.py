"""The last step of a load: publish, or let it be; and what was published, with the way to the figures and the way back."""

import streamlit as st

from dashboard import loading, shell
from dashboard.changed import pages_that_show
from dashboard.components import plain, section
from dashboard.data import read
from dashboard.load_history import confirm
from dashboard.load_job import doing
from dashboard.loading import Upload, Work
from dashboard.published import generation
from dashboard.runner import Answer
from dashboard.words import language, t
from warehouse.words import number

_MOST_PAGES = 4


def decide(mine: Work, trial: Answer) -> None:
    """Let a person publish all rows, publish the good ones, or discard the file."""
    section("load.publish.title")
    file = trial.facts["files"][0]
    has_errors = bool((trial.findings["level"] == "error").any())
    is_same = file["same_as"] is not None
    if is_same:
        st.markdown(t("load.publish.same"))
    elif not trial.is_ok:
        st.markdown(t("load.publish.none"))
    elif has_errors:
        values = {name: number(file[f"rows_{name}"], 0, language()) for name in ("accepted", "rejected")}
        st.markdown(t("load.publish.some", **values))
    else:
        st.markdown(t("load.publish.all"))
    with st.container(horizontal=True, key="load-decide"):
        if trial.is_ok and not is_same:
            st.button(
                t("load.publish.partial" if has_errors else "load.publish.button"),
                type="secondary" if has_errors else "primary",
                on_click=loading.publish,
                args=(mine, has_errors),
                disabled=mine.is_busy,
                key="load-publish",
            )
        st.button(
            t("load.publish.discard"),
            on_click=loading.discard,
            args=(mine,),
            disabled=mine.is_busy,
            key="load-discard",
        )
    doing(mine, "publish")


def published(mine: Work, upload: Upload, answer: Answer) -> None:
    """Say what was published and where it shows, and offer to undo it."""
    section("load.published.title")
    file = answer.facts["files"][0]
    titles = loading.titles()
    counts = {name: number(file[name], 0, language()) for name in ("added", "changed", "removed", "fact_rows")}
    st.success(
        plain(
            t("load.published.text", file=upload.path.name, source=titles.get(file["source"], file["source"]), **counts)
        )
    )
    if generation():
        with st.container(horizontal=True, key="load-pages"):
            for page in pages_that_show(file["source"], read("meta.view"))[:_MOST_PAGES]:
                shell.link(page, t("load.published.see", page=t(f"page.{page}.name")))
    with st.container(horizontal=True, key="load-after"):
        st.button(t("load.published.next"), type="primary", on_click=loading.discard, args=(mine,))
    doing(mine, "undo")
    confirm(mine, "undo", file["delivery_id"], file["file"], "published")
