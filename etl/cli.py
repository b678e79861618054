"""The command line ``samhandling``: every file of ``etl/commands`` with a ``run`` function is a command."""

import importlib
import json
import pkgutil
import sys

import typer

from etl import commands
from etl.commands.shared import WORDS, language, say
from warehouse.errors import WarehouseError


def build_app(asked: str | None = None) -> typer.Typer:
    """Put the commands together; each has its help and an example from ``words.toml``.

    ``asked``: the only one that is needed, when it is known.
    """
    app = typer.Typer(
        name="samhandling",
        help=say("app.help"),
        no_args_is_help=True,
        add_completion=False,
        pretty_exceptions_enable=False,
        rich_markup_mode=None,
        context_settings={"help_option_names": ["-h", "--help"]},
    )
    # With one command alone typer would take the command's name for its first argument.
    app.callback()(lambda: None)
    names = [module.name for module in pkgutil.iter_modules(commands.__path__)]
    # The command that is asked for need not wait for what the others bring in.
    for name in [asked] if asked in names else names:
        module = importlib.import_module(f"{commands.__name__}.{name}")
        if not hasattr(module, "run"):
            continue
        example = say("app.example") + "\n\n" + WORDS(f"command.{name}.example", language())
        app.command(name, help=say(f"command.{name}.help") + "\n\n\b\n" + example)(module.run)
    return app


def main() -> None:
    """Run the command line: exit code 0 when it went well, 1 when something is wrong, 2 when the call is."""
    try:
        build_app(sys.argv[1] if len(sys.argv) > 1 else None)(prog_name="samhandling")
    except WarehouseError as error:
        message = error.text(language())
    except OSError as error:
        message = say("app.file_error", reason=error.strerror or error, file=error.filename or "")
    except Exception as error:
        # Brought in when something is wrong: it takes a third of a second, which every command would wait for.
        from etl.messages import FileRefused

        if not isinstance(error, FileRefused):
            raise
        message = error.message_nb if language() == "nb" else error.message_en
    if "--json" in sys.argv:
        sys.stdout.write(json.dumps({"ok": False, "message": message}, ensure_ascii=False) + "\n")
    else:
        sys.stderr.write(message + "\n")
    sys.exit(1)


if __name__ == "__main__":
    main()
