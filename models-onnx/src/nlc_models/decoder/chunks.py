"""The chunks of a file: signature, order, check values (docs/format.md, before "HEAD")."""

import struct
from dataclasses import dataclass, field

from . import header as headers
from .checks import crc32c
from .failure import NlcError

SIGNATURE = b"\x8eNLC\r\n\x1a\n"
MOST_BEFORE_TILES = 4096
MOST_LENGTH = 2**31 - 1
ORDER = ("HEAD", "ICCP", "EXIF", "XMP ", "QMAP", "ALPH", "TIDX", "TILE", "NEND")


@dataclass
class Chunks:
    """Payloads of a file's chunks: the named ones by type, those of the tiles in their order."""

    named: dict[str, bytes] = field(default_factory=dict)
    tiles: list[bytes] = field(default_factory=list)


def read(file: bytes) -> Chunks:
    """The chunks of a file up to NEND.

    NlcError: it is not as the format says, or cut off.
    """
    if file[:8] != SIGNATURE:
        raise NlcError("not an NLC file: no signature")
    found, at, before, last = Chunks(), 8, 0, ""
    while last != "NEND":
        name, payload, at = _chunk(file, at)
        if not last and name != "HEAD":
            raise NlcError(f"the first chunk is {name}, not HEAD")
        before += not ("TIDX" in found.named or found.tiles)
        if before > MOST_BEFORE_TILES + 1:  # TIDX, or without it TILE, is the last that is counted
            raise NlcError(f"more than {MOST_BEFORE_TILES} chunks before the tiles")
        if name[0].islower():
            continue
        _check_order(last, name)
        last = name
        if name == "TILE":
            found.tiles.append(payload)
        else:
            found.named[name] = payload
    _check_index(found)
    return found


def _check_index(found: Chunks) -> None:
    index = found.named.get("TIDX")
    if index is None:
        if headers.parse(found.named["HEAD"]).indexed:
            raise NlcError("the TIDX chunk is missing")
    elif b"".join(struct.pack(">I", len(tile)) for tile in found.tiles) != index:
        raise NlcError("TIDX does not tell the lengths of the tiles")


def _check_order(last: str, name: str) -> None:
    if name not in ORDER:
        raise NlcError(f"an unknown chunk {name}")
    if last and (ORDER.index(name) < ORDER.index(last) or name == last != "TILE"):
        raise NlcError(f"a chunk {name} after {last}")


def _chunk(file: bytes, at: int) -> tuple[str, bytes, int]:
    """(type, payload, place after it) of the chunk at a place."""
    if at + 12 > len(file):
        raise NlcError("the file ends before NEND")
    length = struct.unpack_from(">I", file, at)[0]
    end = at + 12 + length
    if length > MOST_LENGTH or end > len(file):
        raise NlcError("the file ends in a chunk")
    body = file[at + 4 : end - 4]
    if not (chr(body[0]).isascii() and chr(body[0]).isalpha() and all(0x20 <= b < 0x7F for b in body[:4])):
        raise NlcError(f"a chunk of type {body[:4]!r}")
    if crc32c(body) != struct.unpack_from(">I", file, end - 4)[0]:
        raise NlcError(f"the CRC of {body[:4].decode()} is wrong")
    return body[:4].decode(), body[4:], end
