"""The second decoder against files that Java wrote, and what Java decodes them to."""

import hashlib

import numpy as np
import pytest
from decoder import golden
from packfiles import pack_folders
from PIL import Image

from nlc_models.decoder import block, chunks, layer, quality, tile
from nlc_models.decoder import header as headers
from nlc_models.decoder.pack import Pack


@pytest.mark.parametrize("name", golden.digests())
def test_agrees_with_java_bit_for_bit(name):
    assert hashlib.sha256(golden.exact_bytes(golden.decode(name))).hexdigest() == golden.digests()[name]


def test_the_list_names_every_golden_file():
    assert sorted(golden.digests()) == sorted(p.name for p in golden.FOLDER.glob("*.nlc"))


@pytest.mark.parametrize(
    ("name", "left", "top"),
    [
        ("rgb", 0, 0),
        ("latents-tiny-serial", 0, 0),
        ("latents-tiny-slices", 0, 0),
        ("tiles", 480, 470),
        ("layers-mixed", 80, 90),
        ("layers-mixed-gray", 80, 90),
        ("squares-mixed", 80, 90),
        ("squares-mixed-gray", 80, 90),
        ("softened-mixed", 80, 90),
        ("softened-mixed-gray", 80, 90),
        ("map", 80, 70),
        ("map-refined", 80, 70),
    ],
)
def test_pixels_agree_but_for_rounding(name, left, top):
    expected = np.array(Image.open(golden.FOLDER / "pixels" / f"{name}.png")).astype(int)
    height, width = expected.shape[:2]
    found = golden.decode(f"{name}.nlc").samples[top : top + height, left : left + width, :3].squeeze()
    assert np.abs(found - expected).max() <= 1


def test_a_map_tells_the_quality_of_areas():
    found = chunks.read(golden.read("map.nlc"))
    qualities = quality.decode(headers.parse(found.named["HEAD"]), found.named["QMAP"])
    assert qualities.shape == (4, 4)
    assert qualities[0].tolist() == [900, 900 - 28 * 16, 900 + 127 * 16, 900 - 128 * 16]


def test_every_kind_of_lossless_block_is_among_them():
    seen = set()
    for name in golden.digests():
        header, *_ = (payload for _, kind, payload in golden.chunks(golden.read(name)) if kind == "HEAD")
        tiles = [payload for _, kind, payload in golden.chunks(golden.read(name)) if kind == "TILE"]
        if header[0] == 2 and tiles[0][0] == 2:
            depth, planes = header[11], header[9] + header[10]
            for head in (tile[5] for tile in tiles):
                seen |= {(head & 3, depth), (head & 3, planes), ("colours", head >> 2 & 3, depth)}
                seen |= {("map", head & 3, head >> 2 & 3)} if head >> 4 else set()
    ways = (block.PHOTO, block.GRAPHICS, block.PALETTE, block.RAW)
    assert seen >= {(way, depth) for way in ways for depth in (8, 16)}
    assert seen >= {(way, planes) for way in (block.PHOTO, block.GRAPHICS) for planes in (1, 3, 4)}
    assert seen >= {("colours", transform, depth) for transform in range(3) for depth in (8, 16)}
    assert {("map", block.PHOTO, block.NONE), ("map", block.PHOTO, block.YCOCG), ("map", block.GRAPHICS, 0)} <= seen


def test_what_accompanies_a_picture_is_kept():
    found = golden.decode("latents-version-2.nlc")
    assert found.metadata["ICCP"] == b"a profile" and found.metadata["XMP "] == b"<x:xmpmeta/>"
    assert found.metadata["EXIF"][:4] == b"MM\0*"
    assert found.samples.shape == (90, 70, 4)
    x, y = np.meshgrid(np.arange(70), np.arange(90))
    assert np.array_equal(found.samples[..., 3], np.minimum(255, 3 * x + y // 7 % 5))


@pytest.mark.parametrize("name", ["layers-alone.nlc", "layers-alone-gray.nlc"])
def test_alpha_of_layered_files_lies_apart(name):
    found = golden.decode(name)
    height, width = found.samples.shape[:2]
    x, y = np.meshgrid(np.arange(width), np.arange(height))
    assert found.header.alpha_apart and np.array_equal(found.samples[..., -1], (x + y) % 256)


@pytest.mark.parametrize("kind", [tile.Kind.LAYERED, tile.Kind.SQUARES, tile.Kind.SOFTENED])
def test_tiles_of_every_kind_and_parts_of_every_mode_are_among_them(kind):
    modes, sizes, sides, softenings = set(), set(), set(), set()
    for name in golden.digests():
        header, *tiles = (p for _, kind, p in golden.chunks(golden.read(name)) if kind in ("HEAD", "TILE"))
        if header[0] == 2 and header[12]:
            found = chunks.read(golden.read(name))
            head = headers.parse(found.named["HEAD"])
            for place, (payload, area) in enumerate(zip(tiles, head.areas())):
                coded = tile.parse(head, payload, place)
                if coded.kind == kind:
                    decoded = layer.decode(coded, area.width, area.height, head.colour)
                    modes |= {(head.colour, bool(decoded.base), part.mode) for part in decoded.parts}
                    softenings |= {part.softening for part in decoded.parts if part.mode == layer.Mode.OWN}
                    squares = [s for found in decoded.squares.values() for s in found]
                    sides |= {s.side for s in squares}
                    sizes |= {abs(v) for q in decoded.coefficients.values() for v in q}
                    sizes |= {abs(int(v)) for s in squares for v in s.levels.flat}
                elif coded.kind in (tile.Kind.LEARNED, tile.Kind.LOSSLESS):
                    modes.add((head.colour, coded.kind))
    alone = {(c, False, mode) for c in (1, 3) for mode in (layer.Mode.OWN, layer.Mode.EXACT)}
    assert modes >= alone | {(c, True, mode) for c in (1, 3) for mode in layer.Mode}
    assert modes >= {(c, kind) for c in (1, 3) for kind in (tile.Kind.LEARNED, tile.Kind.LOSSLESS)}
    assert {0, 1, 13, 14, 15, 16, 32767, 32768} <= sizes
    assert sides == (set() if kind == tile.Kind.LAYERED else {8, 16, 32})
    assert softenings == ({0, 1, 2, 3} if kind == tile.Kind.SOFTENED else {None})


@pytest.mark.parametrize("folder", pack_folders(), ids=lambda p: "/".join(p.parts[-2:]))
def test_packs_are_those_that_files_are_made_with(folder):
    """Whatever they have besides for speed, for a look or for encoders."""
    pack = Pack(folder)
    assert pack.digest.hex() == pack.manifest["digest"]
