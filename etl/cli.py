"""The command line ``samhandling``: every file of ``etl/commands`` with a ``run`` function is a command."""

import importlib
import pkgutil
import sys

import click
import typer

from etl import commands
from etl.commands.shared import WORDS, language, say
from etl.messages import FileRefused
from warehouse.errors import WarehouseError


def build_app() -> typer.Typer:
    """Put the commands together; each has its help and an example from ``words.toml``."""
    app = typer.Typer(
        name="samhandling",
        help=say("app.help"),
        no_args_is_help=True,
        add_completion=False,
        pretty_exceptions_enable=False,
        rich_markup_mode=None,
        context_settings={"help_option_names": ["-h", "--help"]},
    )
    for module_info in pkgutil.iter_modules(commands.__path__):
        module = importlib.import_module(f"{commands.__name__}.{module_info.name}")
        if not hasattr(module, "run"):
            continue
        name = module_info.name
        example = say("app.example") + "\n\n" + WORDS(f"command.{name}.example", language())
        app.command(name, help=say(f"command.{name}.help") + "\n\n\b\n" + example)(module.run)
    return app


def main() -> None:
    """Run the command line: exit code 0 when it went well, 1 when something is wrong, 2 when the call is."""
    try:
        code = build_app()(standalone_mode=False)
    except click.exceptions.Exit as stop:
        code = stop.exit_code
    except click.ClickException as error:
        error.show()
        code = 2
    except click.Abort:
        code = 1
    except WarehouseError as error:
        sys.stderr.write(error.text(language()) + "\n")
        code = 1
    except FileRefused as error:
        sys.stderr.write((error.message_nb if language() == "nb" else error.message_en) + "\n")
        code = 1
    except OSError as error:
        sys.stderr.write(say("app.file_error", reason=error.strerror or error, file=error.filename or "") + "\n")
        code = 1
    sys.exit(code or 0)


if __name__ == "__main__":
    main()
