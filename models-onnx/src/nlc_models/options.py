"""Options of a command as fields of a dataclass: name, type, default and help stand in one place, and the command
line follows from them.

    @dataclass(kw_only=True)
    class Options:
        checkpoint: str = option(positional=True)
        minutes: float = option(20, "time budget")

nlc_models.commands.arguments makes the argparse argument of each field.
"""

from dataclasses import MISSING, field, fields
from enum import Enum
from typing import Any


def option(
    default: Any = MISSING,
    help: str = "",
    *,
    choices: Any = None,
    metavar: Any = None,
    nargs: Any = None,
    positional: bool = False,
    hidden: bool = False,
) -> Any:
    """A field of a dataclass. Without a default the option is required.

    help, choices, metavar, nargs: as argparse has them; positional: named by its place, not by --NAME; hidden: not an
    option of the command itself, because it comes from elsewhere (threads) or only programs set it.
    """
    metadata = dict(help=help, choices=choices, metavar=metavar, nargs=nargs, positional=positional, hidden=hidden)
    if isinstance(default, list):
        return field(default_factory=default.copy, metadata=metadata)
    return field(default=default, metadata=metadata)


def plain(options: Any, left: tuple[str, ...] = ()) -> dict[str, Any]:
    """{name: value} of the fields but those left out, with names in the place of enums, as state files and
    checkpoints hold them.
    """
    values = {f.name: getattr(options, f.name) for f in fields(options) if f.name not in left}
    return {k: v.value if isinstance(v, Enum) else v for k, v in values.items()}
