"""Arguments of the command line from the fields of dataclasses."""

import argparse
from dataclasses import dataclass, fields
from importlib import import_module

import pytest

from nlc_models import commands
from nlc_models.codec.context import ContextModel
from nlc_models.commands import arguments
from nlc_models.options import option, plain


@dataclass(kw_only=True)
class Options:
    name: str = option(help="what", positional=True)
    folder: str = option(help="a folder")
    minutes: float = option(20, "time")
    widths: tuple[int, ...] = option((64, 192))
    levels: list[float] | None = option(None, nargs="*")
    some: list[str] = option([])
    k: int | None = option(None)
    context: ContextModel = option(ContextModel.SERIAL)
    own_name: bool = option(False, "100 % of it")
    threads: int = option(0, hidden=True)


def read(words, **more):
    parser = argparse.ArgumentParser()
    arguments.add(parser, Options)
    return arguments.build(Options, argparse.Namespace(**vars(parser.parse_args(words)), **more))


def test_defaults_are_those_of_the_dataclass():
    assert read(["a", "--folder", "b"]) == Options(name="a", folder="b")


def test_values_have_the_types_of_the_fields():
    words = ["a", "--folder", "b", "--minutes", "3", "--widths", "1", "2", "3", "--levels", "1.5", "2"]
    words += ["--some", "x", "y", "--k", "4", "--context", "3d", "--own-name"]
    got = read(words, threads=5)
    assert (got.minutes, got.widths, got.levels, got.some, got.k) == (3.0, (1, 2, 3), [1.5, 2.0], ["x", "y"], 4)
    assert got.context is ContextModel.CONTEXT3D and got.own_name and got.threads == 5
    assert read(["a", "--folder", "b", "--levels"]).levels == []


def test_default_of_a_list_is_not_shared():
    read(["a", "--folder", "b"]).some.append("x")
    assert read(["a", "--folder", "b"]).some == []


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["a"], "--folder"),
        (["a", "--folder", "b", "--threads", "1"], "--threads"),
        (["a", "--folder", "b", "--context", "4d"], "no such context: '4d'"),
    ],
)
def test_mistakes_are_refused(words, message, capsys):
    with pytest.raises(SystemExit):
        read(words)
    assert message in capsys.readouterr().err


def test_help_tells_defaults(capsys):
    with pytest.raises(SystemExit):
        read(["--help"])
    text = " ".join(capsys.readouterr().out.split())
    assert "time; default: 20" in text and "default: 64 192" in text and "100 % of it" in text
    assert "default: serial" in text and "context3d-serial" in text and "threads" not in text


def test_plain_has_names_for_enums():
    assert plain(Options(name="a", folder="b"), ("folder",))["context"] == "serial"
    assert type(plain(Options(name="a", folder="b"))["context"]) is str


@pytest.mark.parametrize("command", commands.COMMANDS)
def test_every_command_has_options_with_help(command):
    module = import_module(f"nlc_models.commands.{command.replace('-', '_')}")
    assert callable(module.run) and module.__doc__.startswith(command)
    assert all("positional" in f.metadata for f in fields(module.Options))
    with pytest.raises(SystemExit) as end:
        commands.parser([command]).parse_args([command, "--help"])
    assert end.value.code == 0


@pytest.mark.parametrize("command", ["train", "train-entropy", "describe"])
def test_old_names_of_contexts_are_accepted(command):
    words = {"train": ["n", "--data", "d"], "train-entropy": ["n", "--data", "d", "--base", "b"], "describe": []}[
        command
    ]
    line = [command, *words, "--context", "3d-serial"]
    context = commands.parser(line).parse_args(line).context
    assert context in (ContextModel.CONTEXT3D_SERIAL, [ContextModel.CONTEXT3D_SERIAL])


def test_an_unknown_command_is_refused(capsys):
    with pytest.raises(SystemExit):
        commands.call(["fly"])
    assert "fly" in capsys.readouterr().err
