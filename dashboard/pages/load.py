"""Loading a file, for data staff: what it is, what is wrong with it, what it would change, and then publish or let it be."""

import streamlit as st

from dashboard import loading
from dashboard.components import lead, message, plain
from dashboard.data import read
from dashboard.load_file import choose_file, say_what
from dashboard.load_history import history
from dashboard.load_publish import decide, published
from dashboard.load_trial import see_trial
from dashboard.published import generation
from dashboard.runner import Refused, is_read_only
from dashboard.words import t

ORDER = 95
NAME = "load"
NEEDS_FIGURES = False


def is_offered() -> bool:
    """Say whether people may load from this dashboard."""
    return not is_read_only()


def show() -> None:
    """How do I get a file in, safely, and how do I take it out again?"""
    mine = loading.work()
    loading.settle(mine)
    if generation():
        lead(st.container(key="lead"), t("load.lead"), read("meta.delivery", status="standing"))
    else:
        message("load.first")
    try:
        choose_file(mine)
        _file(mine)
        history(mine)
    except Refused as refused:
        st.error(plain(str(refused)))


def _file(mine: loading.Work) -> None:
    upload = mine.upload
    if upload is None or (mine.job is not None and mine.job.kind == "recognise"):
        return
    if upload.published is not None:
        published(mine, upload, upload.published)
        return
    choices = say_what(mine, upload)
    if upload.trial is not None and upload.choices == choices:
        see_trial(mine, upload, upload.trial)
        decide(mine, upload.trial)
