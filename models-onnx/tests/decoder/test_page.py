"""What docs/format.md explains byte by byte is a file that decodes to what it says."""

import re
import struct

import numpy as np
import pytest
from decoder import golden
from support import REPOSITORY

from nlc_models.decoder import chunks, header, picture, tile
from nlc_models.decoder.checks import crc32c
from nlc_models.decoder.ranges import RangeDecoder

LINE = re.compile(r"    ([0-9A-F]{4})  ((?:[0-9A-F]{2} )*[0-9A-F]{2})(?: {2,}(.*))?$")


@pytest.fixture(scope="module")
def page():
    return (REPOSITORY / "docs/format.md").read_text().split("## Two files, byte by byte\n")[1]


@pytest.fixture(scope="module")
def dumps(page):
    """[(bytes, {place: what the page says of it}) of each dump]"""
    found = []
    for place, values, text in (m.groups() for m in map(LINE.match, page.splitlines()) if m):
        if place == "0000":
            found.append((bytearray(), {}))
        content, texts = found[-1]
        assert int(place, 16) == len(content), place
        texts[len(content)] = text or ""
        content += bytes.fromhex(values)
    return [(bytes(content), texts) for content, texts in found]


def test_the_lossless_file_is_whole(page, dumps):
    content, texts = dumps[0]
    assert content == golden.read("tile-alone.nlc")
    rows = [[int(v) for v in row.split()] for row in re.findall(r"`((?:\d+ ?){4})`", page)]
    assert np.array_equal(picture.decode(content).samples[..., 0], [rows[0], rows[0], rows[1]])
    samples, binding = (int(v, 16) for v in re.findall(r"[0-9A-F]{8}", texts[0x31])[:2])
    assert samples == crc32c(bytes(rows[0] * 2 + rows[1])) and binding == crc32c(content[0x10:0x24] + bytes(4))
    assert samples ^ binding == struct.unpack_from(">I", content, 0x31)[0]


def test_its_stream_is_decoded_as_the_table_says(page, dumps, monkeypatch):
    slots = []
    take = RangeDecoder.take
    monkeypatch.setattr(
        RangeDecoder,
        "take",
        lambda self, start, width: slots.append((start, start + width)) or take(self, start, width),
    )
    picture.decode(dumps[0][0])
    table = page[page.index("    pixel    asked") : page.index("The beginning of a learned file")]
    assert slots == [(int(a), int(b)) for a, b in re.findall(r" (\d+)\.\.(\d+) {3}", table)]


def test_the_learned_file_begins_so(dumps):
    content, texts = dumps[1]
    file = golden.read("gray.nlc")
    assert file.startswith(content)
    found = chunks.read(file)
    head = header.parse(found.named["HEAD"])
    assert texts[0x11] == f"{head.width} x {head.height} pixels"
    assert texts[0x1B] == f"quality: level {head.quality / 256}"
    assert texts[0x1D] == f"tiles of {head.tile_width} x {head.tile_height}"
    assert content[0x22:0x2B].decode() == head.pack and content[0x2B:0x3B] == head.digest
    assert texts[0x47] == f"the tile has {len(found.tiles[0])} bytes"
    decoded = golden.decode("gray.nlc").latents[0].bytes()
    assert tile.parse(head, found.tiles[0], 0).check == crc32c(decoded) == struct.unpack_from(">I", content, 0x57)[0]


def test_the_first_values_are_those_of_the_decoder(page, dumps):
    for at, (content, _) in zip((0x36, 0x5B), dumps):
        code = struct.unpack_from(">I", content, at)[0]
        assert f"floor({code:08X} / FFFF)" in page
        value = int(re.search(rf"floor\({code:08X} / FFFF\)`? = (\d+)", page)[1])
        assert value == RangeDecoder(content[at : at + 8]).target()
