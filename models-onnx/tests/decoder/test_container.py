"""Files that are not as the format says are refused, and nothing but NlcError comes of them."""

import struct

import pytest
from decoder import golden

from nlc_models.decoder import picture
from nlc_models.decoder.checks import crc32c
from nlc_models.decoder.failure import NlcError

SMALL = "block-size-4x3.nlc"
ALONE = "tile-alone.nlc"
"""The same without TIDX."""


def parts(name=SMALL):
    return [(kind, payload) for _, kind, payload in golden.chunks(golden.read(name))]


def fails(file, message=None):
    with pytest.raises(NlcError, match=message):
        picture.decode(file, golden.PACKS)


def edited(kind, at, value, name=SMALL):
    """The file with bytes of a chunk's payload replaced."""
    return golden.rebuilt([(k, p[:at] + value + p[at + len(value) :] if k == kind else p) for k, p in parts(name)])


def test_crc_is_that_of_castagnoli():
    assert crc32c(b"123456789") == 0xE3069283 and crc32c(bytes(32)) == 0x8A9136AA


@pytest.mark.parametrize("name", [SMALL, ALONE])
def test_every_cut_is_an_error(name):
    file = golden.read(name)
    for length in range(len(file)):
        fails(file[:length])


@pytest.mark.parametrize("name", [SMALL, ALONE, "block-palette-rgba8-one.nlc", "gray.nlc"])
def test_every_flipped_bit_is_an_error(name):
    file = golden.read(name)
    for bit in range(0, 8 * len(file), 3):
        flipped = bytearray(file)
        flipped[bit // 8] ^= 1 << bit % 8
        fails(bytes(flipped))


@pytest.mark.parametrize(
    "name",
    [
        SMALL,
        "block-palette-rgb8-many.nlc",
        "block-map-rgba8-edges.nlc",
        "gray.nlc",
        "layers-alone-gray.nlc",
        "squares-alone-gray.nlc",
        "softened-alone-gray.nlc",
    ],
)
def test_bits_of_tiles_that_their_chunks_do_not_object_to_are_found(name):
    tile = dict(parts(name))["TILE"]
    step = max(1, len(tile) // 12)
    for at in range(0, len(tile) - 4, step):  # the last bytes may not matter
        fails(edited("TILE", at, bytes([tile[at] ^ 1 << at % 8]), name))


@pytest.mark.parametrize(
    ("at", "value", "message"),
    [
        (0, b"\3", "version 3"),
        (1, b"\0\0\0\0", "0 x 3"),
        (1, b"\0\1\0\0", "65536 x 3"),
        (9, b"\2", "colour 2"),
        (11, b"\x0c", "depth 12"),
        (12, b"\4", "without a pack"),
        (12, b"\x10", "flags 16"),
        (12, b"\2", "flags 2"),
        (12, b"\3", "without a pack"),
        (13, b"\0\1", "quality 1"),
        (15, b"\0\x41", "65 x 64"),
        (19, b"\1", "too short"),
    ],
)
def test_headers_are_checked(at, value, message):
    fails(edited("HEAD", at, value), message)


def test_a_map_is_there_if_the_header_says_so_and_is_tied_to_its_file():
    whole = parts("map.nlc")
    fails(golden.rebuilt([part for part in whole if part[0] != "QMAP"]), "QMAP and the header")
    fails(edited("HEAD", 12, b"\0", "map.nlc"), "QMAP and the header")
    fails(edited("QMAP", 0, b"\0", "map.nlc"), "kind 0")
    fails(edited("QMAP", 2, b"\0", "map.nlc"), "does not decode")
    fails(edited("HEAD", 13, b"\0\0", "map.nlc"), "does not decode")
    other = dict(parts("map-refined.nlc"))["QMAP"]
    fails(golden.rebuilt([(k, other if k == "QMAP" else p) for k, p in whole]), "does not decode")
    large = bytes(2**18 + 1)
    fails(golden.rebuilt([(k, large if k == "QMAP" else p) for k, p in whole]), "QMAP has 262145")


def test_tiles_are_tied_to_their_place():
    whole = parts("block-tiles-rgba8.nlc")
    tiles = [payload for kind, payload in whole if kind == "TILE"]
    tiles[0], tiles[1] = tiles[1], tiles[0]
    index = b"".join(struct.pack(">I", len(t)) for t in tiles)
    swapped = [("HEAD", whole[0][1]), ("TIDX", index), *(("TILE", t) for t in tiles), ("NEND", b"")]
    fails(golden.rebuilt(swapped), "tile 0 does not decode")


def test_chunks_have_an_order():
    head, index, tile, end = parts()
    note, unknown = ("noTe", b"x"), ("MORE", b"")
    samples = golden.decode(SMALL).samples
    for allowed in (
        [head, note, index, note, tile, note, end],
        [head, ("EXIF", b""), index, tile, end],
        [head, *[note] * 4095, index, tile, end],
        [head, index, tile, end, ("MORE", b"")],
    ):
        assert (picture.decode(golden.rebuilt(allowed)).samples == samples).all()
    fails(golden.rebuilt([head, unknown, index, tile, end]), "unknown chunk MORE")
    fails(golden.rebuilt([note, head, index, tile, end]), "noTe, not HEAD")
    fails(golden.rebuilt([head, tile, index, end]), "TIDX after TILE")
    fails(golden.rebuilt([head, ("EXIF", b""), ("ICCP", b""), index, tile, end]), "ICCP after EXIF")
    fails(golden.rebuilt([head, ("EXIF", b""), ("EXIF", b""), index, tile, end]), "EXIF after EXIF")
    fails(golden.rebuilt([head, *[note] * 4096, index, tile, end]), "more than 4096")
    fails(golden.rebuilt([head, index, end]), "lengths of the tiles")
    fails(golden.rebuilt([head, ("ALPH", b""), index, tile, end]), "ALPH")


@pytest.mark.parametrize("name", [SMALL, "lossless-rgba.nlc", "accompanied.nlc", "layers-alone-gray.nlc"])
def test_one_tile_needs_no_index(name):
    bare = [part for part in parts(name) if part[0] != "TIDX"]
    found = picture.decode(golden.rebuilt(bare), golden.PACKS)
    assert len(bare) == len(parts(name)) - 1 and (found.samples == golden.decode(name).samples).all()
    assert found.metadata == golden.decode(name).metadata


def test_chunks_have_an_order_without_an_index():
    head, _, tile, end = parts()
    note = "noTe", b"x"
    for allowed in ([head, note, tile, note, end], [head, ("EXIF", b""), tile, end], [head, *[note] * 4095, tile, end]):
        assert (picture.decode(golden.rebuilt(allowed)).samples == golden.decode(SMALL).samples).all()
    fails(golden.rebuilt([head, *[note] * 4096, tile, end]), "more than 4096")
    fails(golden.rebuilt([head, end]), "0 tiles in place of 1")
    fails(golden.rebuilt([head, tile, tile, end]), "2 tiles in place of 1")


@pytest.mark.parametrize("name", ["gray.nlc", "rgba.nlc", "block-tiles-rgba8.nlc", "tiles.nlc"])
def test_version_1_and_several_tiles_need_their_index(name):
    fails(golden.rebuilt([part for part in parts(name) if part[0] != "TIDX"]), "TIDX chunk is missing")


def test_the_pack_must_be_that_of_the_file(tmp_path):
    with pytest.raises(NlcError, match="test/tiny"):
        picture.decode(golden.read("rgb.nlc"), tmp_path)
    fails(edited("HEAD", 27, bytes(16), "rgb.nlc"), "not the one")
    fails(edited("HEAD", 18, b"../../x", "rgb.nlc"), "name")


def test_quality_beyond_the_pack_is_an_error():
    fails(edited("HEAD", 11, b"\x07\x01", "rgb.nlc"), "8 levels")


def test_layered_tiles_need_their_flag_and_their_base():
    fails(edited("HEAD", 12, b"\0", "layers-alone-gray.nlc"), "ALPH")
    fails(edited("HEAD", 12, b"\0", "layers-mixed-gray.nlc"), "kind 1")
    fails(edited("HEAD", 12, b"\0", "squares-mixed-gray.nlc"), "kind 3")
    fails(edited("TILE", 0, b"\0", "layers-alone-gray.nlc"), "without a pack")
    whole = parts("layers-mixed.nlc")
    places = [i for i, (kind, _) in enumerate(whole) if kind == "TILE"]
    layered = whole[places[2]][1]
    length = struct.unpack_from(">I", layered, 5)[0]
    bare = layered[:5] + bytes(4) + layered[9 + length :]
    whole[places[2]] = "TILE", bare
    index = b"".join(struct.pack(">I", len(whole[i][1])) for i in places)
    fails(golden.rebuilt([(k, index if k == "TIDX" else p) for k, p in whole]), "without latents")


def test_probabilities_are_corrected_only_with_a_pack():
    head, index, tile, end = parts()
    flagged = head[0], head[1][:12] + b"\x08" + head[1][13:]
    fails(golden.rebuilt([flagged, index, tile, end]), "without a pack")
    whole = parts("corrected-tiny-serial.nlc")
    plain = [(k, p[:12] + bytes([p[12] & ~8]) + p[13:] if k == "HEAD" else p) for k, p in whole]
    with pytest.raises(NlcError):
        picture.decode(golden.rebuilt(plain), golden.PACKS)
