"""The command line of a command, made from the fields of its Options (nlc_models.options)."""

import argparse
import types
import typing
from collections.abc import Callable
from dataclasses import MISSING, Field, fields
from enum import Enum
from typing import Any


def add(parser: argparse.ArgumentParser, options: type) -> None:
    """Give the parser an argument for each field of the dataclass options that is not hidden."""
    hints = typing.get_type_hints(options)
    for f in fields(options):
        if not f.metadata.get("hidden"):
            positional = f.metadata["positional"]
            name = f.name if positional else "--" + f.name.replace("_", "-")
            parser.add_argument(name, **settings(f, hints[f.name]))


def build(options: type, args: argparse.Namespace) -> Any:
    """The dataclass options with what the arguments say; hidden fields get what else args has under their name."""
    hints = typing.get_type_hints(options)
    given = {f.name: getattr(args, f.name) for f in fields(options) if hasattr(args, f.name)}
    return options(**{k: tuple(v) if is_tuple(hints[k]) and v is not None else v for k, v in given.items()})


def settings(f: Field, hint: Any) -> dict[str, Any]:
    """The keywords of add_argument for a field whose type is hint."""
    meta = {k: v for k, v in f.metadata.items() if k in ("metavar", "choices", "nargs") and v is not None}
    default, required = default_of(f)
    positional = f.metadata["positional"]
    text = described(f.metadata["help"], default)
    if hint is bool:
        return dict(action="store_true", help=text)
    item = item_of(hint)
    several = is_several(hint)
    if several:
        meta.setdefault("nargs", "+")
    if isinstance(item, type) and issubclass(item, Enum):
        meta.setdefault("choices", tuple(item))
    where: dict[str, Any] = {} if positional else dict(required=required)
    if positional and not required and "nargs" not in meta:
        meta["nargs"] = "?"
    return dict(type=reader(item), default=None if required else default, help=text, **meta, **where)


def default_of(f: Field) -> tuple[Any, bool]:
    """(default of a field, whether it has none)."""
    if f.default is not MISSING:
        return f.default, False
    if f.default_factory is not MISSING:
        return f.default_factory(), False
    return None, True


def described(text: str, default: Any) -> str:
    """A help text that tells the default, unless that says nothing or is told already."""
    if default in (None, "", 0, (), []) or isinstance(default, bool) or "default:" in text:
        shown = ""
    else:
        values = default if isinstance(default, (tuple, list)) else [default]
        shown = "default: " + " ".join(str(v) for v in values)
    return "; ".join(t for t in (text, shown) if t).replace("%", "%%")


def is_several(hint: Any) -> bool:
    """Whether a type is a tuple or list of several values, or that or None."""
    return any(typing.get_origin(h) in (tuple, list) for h in (hint, *typing.get_args(hint)))


def is_tuple(hint: Any) -> bool:
    """Whether a type is a tuple of several values."""
    return typing.get_origin(hint) is tuple


def item_of(hint: Any) -> Any:
    """The type of one value: int of tuple[int, ...], list[int] or int | None."""
    if typing.get_origin(hint) in (types.UnionType, typing.Union):
        return item_of(next(h for h in typing.get_args(hint) if h is not type(None)))
    return typing.get_args(hint)[0] if typing.get_origin(hint) in (tuple, list) else hint


def reader(item: Any) -> Callable[[str], Any]:
    """What turns a word into a value; a type with parse() accepts more names than it shows."""
    parse = getattr(item, "parse", None)
    if parse is None:
        return item

    def read(word: str) -> Any:
        try:
            return parse(word)
        except ValueError as e:
            raise argparse.ArgumentTypeError(str(e)) from None

    return read
