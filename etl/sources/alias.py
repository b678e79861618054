"""Names that people have decided what means."""

from etl.contract import About, Contract, choice, text


class Alias(Contract):
    """One row per way of writing a name in a file: the code it stands for, as somebody decided.

    Owned by the data staff. A file that writes the name where a code belongs is read as if the code stood there.
    """

    about = About(
        title=("Navn og skrivemåter", "Names and spellings"),
        owner_name="Datamedarbeiderne",
        replaces=("alias_domain", "written_name"),
        sample="""
            kommune;Kristiania;0301
            organisasjon;Fjord behandling AS;974760673
            """,
    )

    alias_domain = choice("Navnet gjelder", "alias_domain", key=True)
    written_name = text("Skrivemåte", key=True)
    code = text("Kode")
