"""The choices of the portfolio page: area, model, state and light, kept in the address."""

from collections.abc import Callable

from dashboard import address
from dashboard.lights import ORDER
from dashboard.places import area_choice, choices_row
from dashboard.projects import ACTIVE, ALL, WORSE, PortfolioChoice, capital, projects, written_lights
from dashboard.regions import COUNTRY
from dashboard.table import code_label
from dashboard.words import language, t
from warehouse.codes import code_lists


def choices() -> PortfolioChoice:
    """Show the choices of the page and give what is chosen; projects that run are looked at first, if there are any."""
    with choices_row("area"):
        region, place = area_choice()
    place = t("place.country") if region == COUNTRY else place
    rows = projects(language())
    with choices_row("projects"):
        models = [ALL, *(one for one in code_lists()["project_model"] if one in rows["project_model"].to_list())]
        model = address.choose("model", t("projects.choice.model"), models, ALL, named("project_model"), width=220)
        found = [one for one in code_lists()["project_state"] if one in rows["project_state"].to_list()]
        states = [*([ACTIVE] if rows["is_running"].any() else []), ALL, *found]
        state = address.choose(
            "state", t("projects.choice.state"), states, states[0], named("project_state"), width=220
        )
        lights = [ALL, *ORDER, WORSE]
        light = address.choose("light", t("projects.choice.light"), lights, ALL, light_name, width=280)
    return PortfolioChoice(region, place, model, state, light)


def named(column: str) -> Callable[[str], str]:
    """Give what writes a code of a column, or one of the groups above it, in the language of this run."""

    def name(code: str) -> str:
        return t(f"projects.{code}") if code in (ALL, ACTIVE) else capital(code_label(column, code, language()))

    return name


def light_name(light: str) -> str:
    """Write a light that can be chosen, in the language of this run."""
    if light in ORDER:
        return written_lights(language())[ORDER.index(light)]
    return t("projects.worse" if light == WORSE else "projects.all")
