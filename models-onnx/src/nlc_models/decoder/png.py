"""PNG files of pictures of 8 and 16 bits, with what accompanies them."""

import struct
import zlib

import numpy as np

COLOUR_TYPES = {1: 0, 2: 4, 3: 2, 4: 6}
"""Of so many planes."""


def encode(samples: np.ndarray, metadata: dict[str, bytes]) -> bytes:
    """A PNG file of height x width x planes samples; metadata is that of a Picture."""
    height, width, planes = samples.shape
    depth = 8 * samples.dtype.itemsize
    rows = samples.astype(samples.dtype.newbyteorder(">")).reshape(height, -1).view(np.uint8)
    rows = np.pad(rows, ((0, 0), (1, 0)))  # filter 0
    parts = [_chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, depth, COLOUR_TYPES[planes], 0, 0, 0))]
    if "ICCP" in metadata:
        parts.append(_chunk(b"iCCP", b"ICC profile\0\0" + zlib.compress(metadata["ICCP"])))
    if "EXIF" in metadata:
        parts.append(_chunk(b"eXIf", metadata["EXIF"]))
    if "XMP " in metadata:
        parts.append(_chunk(b"iTXt", b"XML:com.adobe.xmp\0\0\0\0\0" + metadata["XMP "]))
    parts += [_chunk(b"IDAT", zlib.compress(rows.tobytes(), 9)), _chunk(b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


def _chunk(name: bytes, payload: bytes) -> bytes:
    return struct.pack(">I", len(payload)) + name + payload + struct.pack(">I", zlib.crc32(name + payload))
