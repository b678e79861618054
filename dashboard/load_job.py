"""What goes on: how far a job is, a way to stop it, what came of it, and files it made to take along."""

import mimetypes

import streamlit as st

from dashboard import loading
from dashboard.components import plain
from dashboard.loading import Work
from dashboard.runner import Job
from dashboard.words import t

POLL_SECONDS = 0.7
"""So often the page looks how far a job is; the look reads a few lines."""


def doing(mine: Work, *kinds: str) -> None:
    """Show how far a job of these kinds is, or what came of the last one, in the place where it was started."""
    if mine.job is not None and mine.job.kind in kinds:
        _watch(mine.job)
    elif mine.said is not None and mine.said[0] in kinds:
        _, level, text = mine.said
        show = {"success": st.success, "info": st.info, "warning": st.warning, "error": st.error}[level]
        show(plain(text))


@st.fragment(run_every=POLL_SECONDS)
def _watch(job: Job) -> None:
    if job.is_done:
        st.rerun()
    phase, step, share = job.progress()
    text = t("load.job.progress", step=_step(job, phase, step, share), seconds=job.seconds)
    if job.phases:
        st.progress(share, plain(text))
    else:
        st.caption(plain(text))
    st.button(t("load.job.cancel"), on_click=job.cancel, key=f"load-cancel-{job.kind}")


def _step(job: Job, phase: int, step: str, share: float) -> str:
    """Say what the job is at. The command names tables and views as the warehouse does; people see what kind of work it is."""
    if not job.phases:
        return t(f"load.job.{job.kind}")
    if phase < job.phases - 1:
        return t("load.job.reading")
    if share == 1.0:
        return t("load.job.comparing" if job.kind == "trial" else "load.job.replacing")
    if "." in step:
        return t("load.job.views")
    title = loading.titles().get(step)
    return step if title is None else t("load.job.tables", source=title)


def take_along(mine: Work, name: str) -> None:
    """Offer the files that were made under a name, if any were."""
    if name not in mine.made:
        return
    with st.container(horizontal=True, key="load-files"):
        for path in mine.made[name][1]:
            st.download_button(
                t("load.job.download", file=path.name),
                path.read_bytes,
                path.name,
                mimetypes.guess_type(path.name)[0],
                key=f"load-file-{path.name}",
                on_click="ignore",
            )
