"""What studies of training share: many small runs whose results are kept as they come, so that one that is cut off
goes on with what is missing.
"""

import json
import math
from pathlib import Path

from ..codec import images
from ..evaluation import rd


class Study:
    """out: folder of what was found, results.json; tiles, pictures: folders (FileNotFoundError if pictures has none);
    minutes: of a run; every: take every n-th picture.
    """

    def __init__(self, out, tiles, pictures, minutes, threads=0, every=6, log=print):
        self.out, self.tiles, self.minutes, self.threads, self.log = Path(out), tiles, minutes, threads, log
        self.out.mkdir(parents=True, exist_ok=True)
        self.files = images.files(pictures)[::every]
        self.path = self.out / "results.json"
        self.found = json.loads(self.path.read_text()) if self.path.exists() else {}

    def keep(self, name, value):
        """Remember a result, which JSON must be able to hold, and write the file at once."""
        self.found[name] = value
        self.path.write_text(json.dumps(self.found, indent=1) + "\n")


def points(bpp, psnr):
    """Lists of means per level -> [rd.Point]."""
    return [rd.Point("", "", "", b, p, math.nan, math.nan, math.nan, "") for b, p in zip(bpp, psnr)]


def curve(bpp, psnr):
    """Lists of means per level -> (bpp, dB), two arrays in the order of their rate, as rd.bd_rate takes them."""
    return rd.curve(points(bpp, psnr), "psnr")
