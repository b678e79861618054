"""The first two steps of a load: choose a file, and say what it is."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

import streamlit as st
from streamlit.runtime.memory_uploaded_file_manager import MemoryUploadedFileManager
from streamlit.runtime.scriptrunner import get_script_run_ctx
from streamlit.runtime.uploaded_file_manager import UploadedFile

from dashboard import loading
from dashboard.components import plain, section
from dashboard.load_job import doing, take_along
from dashboard.loading import OPTIONS, Choices, Upload, Work
from dashboard.words import language, t
from warehouse.words import number

_FIELD = 360


def choose_file(mine: Work) -> None:
    """Let a person choose a file, or a template to fill in; when one is chosen, say which."""
    if mine.upload is not None and mine.upload.published is not None:
        return
    section("load.choose.title")
    if mine.upload is None:
        st.caption(t("load.choose.about"))
        uploaded = st.file_uploader(t("load.choose.label"), key=f"load-file-{mine.count}")
        if uploaded is not None:
            loading.take(mine, uploaded)
            _let_go(uploaded)
            st.rerun()
    else:
        with st.container(horizontal=True, vertical_alignment="center", key="load-chosen"):
            st.markdown(f"**{plain(mine.upload.path.name)}** ({_size(mine.upload.path)})", width="content")
            st.button(t("load.choose.other"), on_click=loading.discard, args=(mine,), disabled=mine.is_busy)
    doing(mine, "recognise", "template")
    if mine.upload is None:
        _template(mine)


def say_what(mine: Work, upload: Upload) -> Choices | None:
    """Ask what the file is, filled in as far as it was recognised; None until that is said."""
    section("load.what.title")
    titles = loading.titles()
    fitting = [source for source in dict.fromkeys(source for source, _ in upload.fits) if source in titles]
    if len(fitting) == 1:
        st.markdown(plain(t("load.what.known", source=titles[fitting[0]])))
    else:
        st.markdown(plain(t("load.what.many" if fitting else "load.what.unknown")))
    source = st.selectbox(
        t("load.what.source"),
        [*fitting, *(source for source in titles if source not in fitting)],
        index=0 if len(fitting) == 1 else None,
        format_func=titles.__getitem__,
        placeholder=t("load.what.choose"),
        key=f"load-source-{mine.count}",
        width=_FIELD,
    )
    if source is None:
        return None
    fields = _fields(upload, source)
    asked = [name for name in OPTIONS if name in upload.asked or (name == "layout" and _is_unsure(upload, source))]
    said = {name: fields[name](f"load-{name}-{mine.count}") for name in asked}
    others = [name for name in OPTIONS if name not in asked]
    more = st.expander(t("load.what.more"), key=f"load-more-{mine.count}")
    with more:
        said |= {name: fields[name](f"load-{name}-{mine.count}") for name in others}
    options = tuple((name, value) for name in OPTIONS if (value := said[name]))
    choices = Choices(source, options)
    is_tried = upload.trial is not None and upload.choices == choices
    st.button(
        t("load.what.again" if is_tried else "load.what.try"),
        type="secondary" if is_tried else "primary",
        on_click=loading.trial,
        args=(mine, choices),
        disabled=mine.is_busy,
        key="load-try",
    )
    doing(mine, "trial")
    return choices


def _fields(upload: Upload, source: str) -> dict[str, Callable[[str], str | None]]:
    """Give, for each option, the field that asks for it."""
    return {
        "layout": partial(_layout, upload, source),
        "year": partial(_number, "year", lowest=1900, highest=2100, step=1, shown="%d"),
        "rate": partial(_number, "rate", lowest=0.0, highest=None, step=0.01, shown="%.4f"),
        "licence": partial(_text, "licence"),
        "wave": partial(_text, "wave"),
        "time_point": _time_point,
        "sender": partial(_text, "sender"),
    }


def _text(name: str, key: str) -> str | None:
    return st.text_input(_label(name), key=key, width=_FIELD, help=t(f"load.option_help.{name}")).strip() or None


def _number(name: str, key: str, *, lowest: float, highest: float | None, step: float, shown: str) -> str | None:
    value = st.number_input(
        _label(name), lowest, highest, None, step, shown, key=key, width=_FIELD, help=t(f"load.option_help.{name}")
    )
    return str(value) if value else None


def _time_point(key: str) -> str | None:
    named = {one: t(f"load.time_point.{one}") for one in ("t0", "t1")}
    return st.selectbox(
        _label("time_point"),
        list(named),
        index=None,
        format_func=named.__getitem__,
        placeholder=t("load.what.from_file"),
        key=key,
        width=_FIELD,
    )


def _layout(upload: Upload, source: str, key: str) -> str | None:
    fitting = [layout for of, layout in upload.fits if of == source]
    names = {layout: title for (of, layout), title in loading.layouts(language()).items() if of == source}
    return st.selectbox(
        _label("layout"),
        [layout for layout in names if layout in fitting] or list(names),
        index=None,
        format_func=names.__getitem__,
        placeholder=t("load.what.from_file"),
        key=key,
        width=_FIELD,
    )


def _is_unsure(upload: Upload, source: str) -> bool:
    return sum(of == source for of, _ in upload.fits) > 1


def _label(name: str) -> str:
    return t(f"load.option.{name}")


def _template(mine: Work) -> None:
    """Offer the workbook to fill in, made when somebody wants it."""
    box = st.expander(t("load.template.title"), key="load-template", on_change="rerun")
    if not box.open:
        return
    with box:
        st.caption(t("load.template.about"))
        titles = loading.titles()
        with st.container(horizontal=True, vertical_alignment="bottom", key="choices-template"):
            source = st.selectbox(
                t("load.what.source"),
                titles,
                format_func=titles.__getitem__,
                key="load-template-source",
                width=_FIELD,
            )
            st.button(t("load.template.make"), on_click=loading.template, args=(mine, source), disabled=mine.is_busy)
        take_along(mine, f"template {source}")


def _let_go(uploaded: UploadedFile) -> None:
    """Free the memory of a file that is on disk now: Streamlit itself keeps it until the session ends."""
    context = get_script_run_ctx()
    if context is not None and isinstance(context.uploaded_file_mgr, MemoryUploadedFileManager):
        context.uploaded_file_mgr.remove_file(context.session_id, uploaded.file_id)


def _size(path: Path) -> str:
    size = path.stat().st_size
    return (
        f"{number(size / 1e6, 1, language())} MB" if size >= 1e6 else f"{number(max(size / 1e3, 1), 0, language())} kB"
    )
