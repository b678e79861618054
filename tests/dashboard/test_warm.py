"""The warm start: charts are authored before anybody asks, where there is no session yet."""

import pytest

from dashboard import warm
from dashboard.charts.theme import PALETTES, Mode
from warehouse.words import LANGUAGES, Language


@pytest.mark.parametrize("mode", PALETTES)
@pytest.mark.parametrize("language", LANGUAGES)
def test_no_chart_needs_a_session_to_be_authored(mode: Mode, language: Language, caplog: pytest.LogCaptureFixture):
    assert [chart.__name__ for chart, _ in warm._patterns(mode, language)]
    assert "ScriptRunContext" not in caplog.text
