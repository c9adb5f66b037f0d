"""Writes what nlc_models.metrics says of small pictures, for the tests of the Java plugin.

    python models-onnx/tests/make_metric_vectors.py

The pictures come from an integer formula that io.nlc.metrics.Pictures in the Java tests repeats.
"""

import json
import zlib

from support import RESOURCES

from nlc_models.evaluation import metrics

FILE = RESOURCES / "metrics/vectors.json"
SIZES = ((176, 192), (187, 161), (161, 203), (160, 100), (47, 53), (21, 64), (11, 13), (9, 8))  # width, height


def pair(width, height):
    """A picture and a disturbed one, interleaved 8-bit RGB."""
    state, a, b = width * 1000 + height, bytearray(), bytearray()
    for y in range(height):
        for x in range(width):
            for c in range(3):
                base = (x * (c + 1) + y * 2 + ((x * y) >> (3 + c))) & 255
                state = (state * 6364136223846793005 + 1442695040888963407) % 2**64
                value = (base * 3 + (state >> 33) % 256) >> 2
                state = (state * 6364136223846793005 + 1442695040888963407) % 2**64
                noise = (state >> 33) % 41 - 20
                a.append(value)
                b.append(min(255, max(0, value + noise + ((x >> 4) & 7))))
    return bytes(a), bytes(b)


def digest(width, height):
    """CRC-32 of both pictures, one after the other."""
    a, b = pair(width, height)
    return zlib.crc32(a + b)


def row(width, height):
    a, b = (metrics.from_bytes(p, width, height) for p in pair(width, height))
    similarity = metrics.ms_ssim(a, b, fewer=True).item() if metrics.scales(height, width) else None
    return {
        "width": width,
        "height": height,
        "crc32": digest(width, height),
        "msSsim": similarity,
        "ssimulacra2": metrics.ssimulacra2(a, b).item(),
    }


if __name__ == "__main__":
    FILE.parent.mkdir(exist_ok=True)
    lines = ",\n".join("    " + json.dumps(row(*size)) for size in SIZES)
    FILE.write_text(f'{{\n  "from": "models-onnx/tests/make_metric_vectors.py",\n  "pictures": [\n{lines}\n  ]\n}}\n')
