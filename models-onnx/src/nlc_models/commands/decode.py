"""decode: an .nlc file to PNG, by the second decoder."""

from dataclasses import dataclass
from pathlib import Path

from ..decoder import picture, png
from ..options import option


@dataclass(kw_only=True)
class Options:
    """Arguments of the command."""

    file: str = option(help="the .nlc file", positional=True)
    out: str = option(help="the PNG file to write", positional=True)
    packs: str = option("models-onnx/src/main/resources/META-INF/nlc/packs", "folder of the packs")


def run(options: Options) -> None:
    """Decode a file and write it."""
    found = picture.decode(Path(options.file).read_bytes(), Path(options.packs))
    Path(options.out).write_bytes(png.encode(found.samples, found.metadata))
