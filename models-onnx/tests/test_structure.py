"""Which package may import which, and what the command line may load."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

import nlc_models

SOURCE = Path(nlc_models.__file__).parent
MAY_IMPORT = {
    "codec": set(),
    "decoder": set(),
    "integer": {"codec"},
    "export": {"codec", "integer"},
    "evaluation": {"codec", "integer"},
    "training": {"codec", "integer", "evaluation"},
    "int8": {"codec", "export", "training"},
    "studies": {"codec", "integer", "export", "evaluation", "training"},
    "commands": {"codec", "integer", "export", "evaluation", "training", "studies", "decoder", "int8"},
}
FILES = sorted(p for package in MAY_IMPORT for p in (SOURCE / package).glob("*.py"))


def imported_packages(path):
    """Packages of nlc_models that a module imports anywhere, its own left out."""
    here, found = path.relative_to(SOURCE).parts[:-1], set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            names = [alias.name.split(".") for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            base = ["nlc_models", *here][: len(here) + 2 - node.level] if node.level else []
            base += node.module.split(".") if node.module else []
            names = [[*base, alias.name] for alias in node.names]
        else:
            continue
        found |= {n[1] for n in names if n[0] == "nlc_models" and len(n) > 1}
    return (found & set(MAY_IMPORT)) - set(here)


def test_every_package_is_known():
    assert {p.parent.name for p in SOURCE.glob("*/__init__.py")} == set(MAY_IMPORT)


@pytest.mark.parametrize("path", FILES, ids=lambda p: "/".join(p.relative_to(SOURCE).parts))
def test_imports_point_one_way(path):
    assert imported_packages(path) <= MAY_IMPORT[path.parent.name]


def test_imports_are_found_however_they_are_written(tmp_path, monkeypatch):
    monkeypatch.setattr(sys.modules[__name__], "SOURCE", tmp_path)
    (tmp_path / "codec").mkdir()
    path = tmp_path / "codec" / "a.py"
    path.write_text(
        "from . import b\nfrom .c import d\nfrom ..export import pack\nfrom ..training.run import Run\n"
        "import nlc_models.studies.study\nfrom nlc_models import integer\nfrom nlc_models.evaluation import rd\n"
    )
    assert imported_packages(path) == {"export", "training", "studies", "integer", "evaluation"}


@pytest.mark.parametrize("package", MAY_IMPORT)
def test_packages_say_what_they_hold_and_may_import(package):
    text = ast.get_docstring(ast.parse((SOURCE / package / "__init__.py").read_text()))
    assert "import" in text.lower() and len(text.split(".")) > 2
    if package not in ("studies", "commands"):
        assert all(f"nlc_models.{other}" in text for other in MAY_IMPORT[package])


def test_help_does_not_load_torch():
    code = (
        "import contextlib, sys\nfrom nlc_models.__main__ import main\n"
        "with contextlib.suppress(SystemExit):\n    main(['--help'])\nassert 'torch' not in sys.modules"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert "train-entropy" in done.stdout
