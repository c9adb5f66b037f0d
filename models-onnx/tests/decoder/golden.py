"""Golden files of the plugin's tests, and what they decode to."""

import struct
from functools import cache

import numpy as np
from support import RESOURCES

from nlc_models.decoder import picture, synthesis
from nlc_models.decoder.checks import crc32c

FOLDER = RESOURCES / "nlc"
PACKS = RESOURCES / "packs"


def digests():
    """{file name: SHA-256 hex}"""
    lines = (FOLDER / "golden.sha256").read_text().splitlines()
    return {name: digest for digest, name in (line.split() for line in lines)}


def read(name):
    return (FOLDER / name).read_bytes()


@cache
def decode(name):
    return picture.decode(read(name), PACKS)


def exact_bytes(found):
    """What the digest of a picture is of: its latents, those of tiles without any being 0, or if it has no pack its
    samples plane by plane, those of 16 bits big-endian, without alpha that lies apart.
    """
    header = found.header
    if not header.pack:
        planes = np.moveaxis(found.samples, -1, 0)[: header.planes]
        return planes.astype(planes.dtype.newbyteorder(">")).tobytes()
    channels = found.latents[min(found.latents)].y.shape[0]
    parts = []
    for place, area in enumerate(header.areas()):
        nothing = bytes(4 * channels * (synthesis.padded(area.width) // 16) * (synthesis.padded(area.height) // 16))
        parts.append(found.latents[place].bytes() if place in found.latents else nothing)
    return b"".join(parts)


def chunks(file):
    """(place, type, payload) of each."""
    at, found = 8, []
    while at < len(file):
        length = struct.unpack_from(">I", file, at)[0]
        found.append((at, file[at + 4 : at + 8].decode(), file[at + 8 : at + 8 + length]))
        at += 12 + length
    return found


def chunk(name, payload):
    body = name.encode() + payload
    return struct.pack(">I", len(payload)) + body + struct.pack(">I", crc32c(body))


def rebuilt(parts):
    """A file of (type, payload)."""
    return b"\x8eNLC\r\n\x1a\n" + b"".join(chunk(name, payload) for name, payload in parts)
