"""Files to pictures."""

from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from . import alpha, chunks, lossless, quality, tile
from . import header as headers
from .failure import NlcError
from .header import Header
from .latents import Latents
from .learned import LearnedTiles
from .pack import Pack
from .tile import Kind

METADATA = ("ICCP", "EXIF", "XMP ")


@dataclass(frozen=True)
class Picture:
    """Samples of a picture: height x width x planes of uint8 or uint16, the planes being gray or red, green and blue,
    then alpha if there is any. latents: those of each tile that has any by its number; metadata: ICCP, EXIF and
    "XMP ".
    """

    header: Header
    samples: np.ndarray
    latents: dict[int, Latents] = field(default_factory=dict)
    metadata: dict[str, bytes] = field(default_factory=dict)


def decode(file: bytes, packs: Path | None = None) -> Picture:
    """The picture of a file; packs: the folder of the packs, for files with learned tiles.

    NlcError: the file is not as docs/format.md says, or its pack is not there.
    """
    found = chunks.read(file)
    header = headers.parse(found.named["HEAD"])
    areas = list(header.areas())
    if len(found.tiles) != len(areas):
        raise NlcError(f"{len(found.tiles)} tiles in place of {len(areas)}")
    if ("ALPH" in found.named) != header.alpha_apart:
        raise NlcError("ALPH and the header do not agree")
    if ("QMAP" in found.named) != header.mapped:
        raise NlcError("QMAP and the header do not agree")
    qualities = quality.decode(header, found.named["QMAP"]) if header.mapped else None
    tiles = [tile.parse(header, payload, place) for place, payload in enumerate(found.tiles)]
    samples = np.zeros((header.planes, header.height, header.width), np.uint8 if header.depth == 8 else np.uint16)
    learned = LearnedTiles(header, _pack(header, packs), qualities)
    for t, area in zip(tiles, areas):
        if t.kind == Kind.LOSSLESS:
            samples[:, *area.slices()] = lossless.decode(header, t, area, header.planes, header.depth)
        else:
            learned.decode(t, area)
    for area, part in learned.pixels():
        samples[:, *area.slices()] = part
    if header.alpha_apart:
        samples = np.concatenate([samples, alpha.decode(header, found.named["ALPH"])[None]])
    metadata = {name: found.named[name] for name in METADATA if name in found.named}
    return Picture(header, samples.transpose(1, 2, 0), learned.latents, metadata)


def _pack(header: Header, packs: Path | None) -> Pack | None:
    if not header.pack:
        return None
    if packs is None:
        raise NlcError(f"the pack {header.pack} is needed")
    pack = Pack.find(packs, header.pack, header.digest)
    if header.tile_width * header.tile_height > pack.max_tile:
        raise NlcError(f"tiles of {header.tile_width} x {header.tile_height}, too large for the pack")
    return pack
