"""The way in: language, the pages found in ``dashboard/pages``, and the page that the address names; nothing else."""

import streamlit as st

from dashboard import address, shell
from dashboard.words import asked_language, language, speak, t

speak(address.carried("lang"))
page = st.navigation(shell.menu(), position="top")
shell.head(t("app.title", page=page.title))
address.arrive(page.url_path)
if language() != asked_language(st.query_params.get("lang")):
    # The reader went back to an address in the other language.
    st.rerun()
page.run()
