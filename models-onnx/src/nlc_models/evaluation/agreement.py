"""Whether the metrics of the Java command line are those of this package, on real pictures and their decoded files."""

import tempfile
from dataclasses import dataclass
from pathlib import Path

from . import external, markdown

KEYS = {
    "psnr": "PSNR, dB",
    "msSsim": "MS-SSIM",
    "ssimulacra2": "SSIMULACRA 2",
}  # of nlc compare --json, in the order of external.quality


@dataclass(frozen=True)
class Difference:
    """The largest absolute difference of a metric between Java and Python over all pairs, and the range of its
    values.
    """

    metric: str
    largest: float
    low: float
    high: float


def measure(nlc, files, rates, pack, progress=None):
    """[Difference] over every picture at every rate, each coded by a pack ('' for the default one).

    nlc: measurements.Nlc.
    """
    pairs = []
    with tempfile.TemporaryDirectory() as folder:
        file, out = Path(folder) / "c.nlc", Path(folder) / "out.png"
        for i, path in enumerate(files):
            for rate in rates:
                nlc.run("encode", path, file, "--bpp", rate, *(["--model", pack] if pack else []))
                nlc.run("decode", file, out)
                java = nlc.json("compare", path, out)
                pairs.append(([java[k] for k in KEYS], external.quality(external.rgb(path), external.rgb(out))))
                if progress:
                    progress(f"{i + 1}/{len(files)} {path.name} at {rate:g} bpp")
    columns = zip(KEYS.values(), zip(*(j for j, _ in pairs)), zip(*(p for _, p in pairs)))
    return [
        Difference(name, max(abs(a - b) for a, b in zip(java, own)), min(own), max(own)) for name, java, own in columns
    ]


def table(differences):
    """Markdown."""
    return markdown.table(
        ["metric", "range", "largest difference"],
        [[d.metric, f"{d.low:.4g} – {d.high:.4g}", f"{d.largest:.1e}"] for d in differences],
    )
