"""What a report on rate and distortion is made of: our packs by 'nlc bench', conventional codecs by their own tools,
published curves.
"""

import hashlib
import json
import math
import os
import subprocess
from dataclasses import dataclass
from pathlib import Path

from . import confidence, external, rd

MEASURED = "measured: "  # how the source of a point begins that this command measured
PACK = "nlc "  # how the name of a pack's codec begins
FLOAT, OTHERS = "float", ("8-bit", "fast")  # what nlc bench calls syntheses; a pack's name says any but that of floats
JPEG = "jdk-jpeg"
SUFFIXES = {".png", ".jpg", ".jpeg", ".bmp", ".gif", ".tif", ".tiff"}  # what nlc bench reads


@dataclass(frozen=True)
class Reference:
    """A conventional codec, a column of the tables: measured by the key of LABELS, or else published as a codec of
    the anchors file; '' for none.
    """

    key: str
    published: str = ""
    label: str = ""


LABELS = {JPEG: "JPEG (JDK, optimised)", **{t.key: t.label for t in external.TOOLS}}
REFERENCES = [
    Reference(JPEG, "jpeg", "JPEG"),
    Reference("mozjpeg"),
    Reference("mozjpeg-444"),
    Reference("cwebp", "webp", "WebP"),
    Reference("opj_compress-q", "jpeg2000", "JPEG 2000"),
    Reference("opj_compress"),
    Reference("heif-enc"),
    Reference("", "bpg_444_x265_ycbcr", "BPG 4:4:4"),
    Reference("avifenc", "av1", "AV1"),
    Reference("cjxl"),
    Reference("", "vtm", "VVC (VTM)"),
]
# Learned codecs that are drawn: (codec, metric it was trained for) of the anchors file, with a name.
LEARNED = {
    ("compressai-bmshj2018-hyperprior[8bit-rec]", "mse"): "Ballé 2018",
    ("compressai-mbt2018[8bit-rec]", "mse"): "Minnen 2018",
    ("compressai-cheng2020-attn[8bit-rec]", "mse"): "Cheng 2020",
    ("NIC-0.1", "mse"): "NIC 0.1",
    ("paper-elic2022", "mse"): "ELIC 2022",
}


def measured(point):
    """Whether a point was measured here, not published."""
    return point.source.startswith(MEASURED)


def pictures(folder):
    """Sorted pictures in a folder, not below it: those that nlc bench takes."""
    if not Path(folder).is_dir():
        raise ValueError(f"--kodak {folder} is not a folder")
    files = sorted(p for p in Path(folder).iterdir() if p.suffix.lower() in SUFFIXES and p.is_file())
    if not files:
        raise ValueError(f"--kodak {folder} holds no pictures ({', '.join(sorted(SUFFIXES))})")
    return files


def picture_set(files):
    """'24 pictures 1a2b3c4d': points of other pictures must not come into one table."""
    digest = hashlib.sha256()
    for f in files:
        digest.update(hashlib.sha256(f.read_bytes()).digest())
    return f"{len(files)} pictures {digest.hexdigest()[:8]}"


def machine():
    """The processors that programs started here may use, and how many programs want one: above that number seconds by
    the clock are too long.
    """
    count = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return f"{count} processor{'s' if count > 1 else ''}" + (
        f", load {os.getloadavg()[1]:.1f}" if hasattr(os, "getloadavg") else ""
    )


class Nlc:
    """The Java command line. models: further folders with packs, as -Dnlc.models has them, or ''."""

    def __init__(self, jar, models=""):
        self.jar, self.command = jar, ["java", *([f"-Dnlc.models={models}"] if models else []), "-jar", str(jar)]

    def run(self, *arguments):
        """What the command prints; ValueError if it fails."""
        if not Path(self.jar).is_file():
            raise ValueError(f"--jar {self.jar} is not there: build it with 'mvn -q -DskipTests package'")
        done = subprocess.run([*self.command, *map(str, arguments)], capture_output=True, text=True)
        if done.returncode:
            last = (done.stderr.strip().splitlines() or ["it says nothing"])[-1]
            raise ValueError(f"nlc {' '.join(map(str, arguments))} failed with exit code {done.returncode}: {last}")
        return done.stdout

    def json(self, *arguments):
        """What the command prints with --json."""
        return json.loads(self.run(*arguments, "--json"))

    def packs(self):
        """{name: digest} of those installed."""
        return {p["name"]: p["digest"] for p in self.json("models")}

    def bench(self, folder, pack, jpeg):
        """The JSON of 'nlc bench' of a pack over a folder. jpeg: whether the JDK's JPEG is measured as well."""
        return self.json("bench", folder, "--model", pack, *([] if jpeg else ["--no-jpeg"]))


def number(v):
    """Of JSON, which knows no nan."""
    return math.nan if v is None else float(v)


def codec_of(result):
    """(name, metric) that the points of a pack have, from the JSON of nlc bench."""
    tune, effort = result.get("tune", "psnr"), result.get("effort", 0)
    synthesis = result.get("synthesis", FLOAT)
    name = PACK + result["pack"] + (f", effort {effort}" if effort else "")
    if result.get("adaptive"):
        name += ", adaptive"
    if synthesis != FLOAT:
        name += f", {synthesis}"
    return name, "mse" if tune == "psnr" else tune


def without_synthesis(codec):
    """The name of a codec without what synthesised its pictures."""
    return next((codec.removesuffix(f", {o}") for o in OTHERS if codec.endswith(f", {o}")), codec)


def bench_runs(result):
    """[confidence.Run] of the pack, and of JPEG if it was measured, from the JSON of nlc bench."""
    runs = []
    for r in result.get("runs", []):
        codec, metric = codec_of(result) if r["codec"] == "nlc" else (JPEG, "n/a")
        bpp, psnr, ms_ssim, score = (number(r[k]) for k in ("bpp", "psnr", "msSsim", "ssimulacra2"))
        runs.append(confidence.Run(codec, metric, f"{r['quality']:.4g}", r["file"], bpp, psnr, ms_ssim, score))
    return runs


def bench_points(result, pictures, where):
    """[rd.Point] of the pack, and of JPEG if it was measured, from the JSON of nlc bench.

    pictures: of picture_set; where: of machine.
    """
    count = int(pictures.split()[0])
    if result["pictures"] != count:
        raise ValueError(f"the bench of {result['pack']} has {result['pictures']} pictures, but --kodak holds {count}")

    def points(rows, codec, metric, source):
        return [
            rd.Point(
                codec,
                metric,
                f"{r['quality']:.4g}",
                bpp=number(r["bpp"]),
                psnr=number(r["psnr"]),
                ms_ssim=number(r["msSsim"]),
                enc_s=number(r["encodeSeconds"]),
                dec_s=number(r["decodeSeconds"]),
                source=f"{MEASURED}{pictures}; {source}",
                ssimulacra2=number(r.get("ssimulacra2")),
            )
            for r in rows
        ]

    name, metric = codec_of(result)
    return points(
        result["nlc"],
        name,
        metric,
        f"nlc bench, {where}; digest {result['digest'][:16]}",
    ) + points(result["jpeg"], JPEG, "n/a", f"nlc bench, {where}")


def bench_file(path):
    """The JSON in a file of 'nlc bench --json'. ValueError if it is something else."""
    try:
        result = json.loads(Path(path).read_text())
    except json.JSONDecodeError:
        result = None
    if not isinstance(result, dict) or not {"pack", "digest", "pictures", "nlc", "jpeg"} <= set(result):
        raise ValueError(f"--bench {path} is not the output of 'nlc bench --json'")
    return result


def wanted_packs(asked, nlc, old):
    """Names of packs to measure: those asked for, or else all that are installed and whose digest no point has."""
    if asked is not None:
        return list(dict.fromkeys(n for n in asked.split(",") if n))
    known = {(without_synthesis(p.codec), p.source.rpartition("digest ")[2]) for p in old}
    return [name for name, digest in nlc.packs().items() if (PACK + name, digest[:16]) not in known]


def wanted_codecs(asked, old):
    """Keys of the conventional codecs to measure: those asked for, or else all without points."""
    if asked is None:
        return [k for k in LABELS if k not in {p.codec for p in old}]
    keys = [k for k in asked.split(",") if k]
    for k in keys:
        if k not in LABELS:
            raise ValueError(f"--codecs {k} is unknown; there are {', '.join(LABELS)}")
    return keys


def tool_source(tool, pictures):
    """What points of a Tool say about where they are from. pictures: of picture_set."""
    settings = " ".join(w for w in tool.encode.replace("{q}", "Q").split() if "{" not in w and w not in ("-i", "-o"))
    return f"{MEASURED}{pictures}; {settings}, version {external.version(tool) or 'unknown'}; processor time"


def published(anchors):
    """Those points of the anchors file that the report uses."""
    keys = {(r.published, "n/a") for r in REFERENCES} | set(LEARNED)
    points = [p for p in rd.read(anchors) if (p.codec, p.metric) in keys]
    if not points:
        raise ValueError(f"--anchors {anchors} holds none of the curves that the report draws")
    return points


def update(csv, kodak, nlc, packs=None, codecs=None, benches=(), anchors="", progress=None):
    """Measures what is wanted and merges it into the CSV file, and single runs into runs.csv beside it, after each
    codec. Returns all points and all runs.
    """
    single = Path(csv).with_name("runs.csv")
    runs = confidence.read(single)
    files = pictures(kodak)
    own = picture_set(files)
    points = rd.read(csv) if Path(csv).exists() else []
    other = next((p for p in points if measured(p) and not p.source.startswith(f"{MEASURED}{own};")), None)
    if other:
        raise ValueError(
            f"{csv} has points of other pictures ({other.source.split(';')[0].removeprefix(MEASURED)}) than --kodak "
            f"{kodak} ({own}): "
            "name another --out, or delete the file"
        )
    say = progress or (lambda text: None)

    def add(new, new_runs=()):
        nonlocal points, runs
        points = rd.merge(points, new)
        rd.write(csv, points)
        if new_runs:
            runs = confidence.merge(runs, new_runs)
            confidence.write(single, runs)

    def bench(result, where):
        add(bench_points(result, own, where), bench_runs(result))

    if anchors:
        fresh = published(anchors)
        points = [p for p in points if measured(p)]
        add(fresh)
    for path in benches:
        bench(bench_file(path), "run by itself")
    keys = wanted_codecs(codecs, points)
    names = wanted_packs(packs, nlc, points)
    if JPEG in keys and not names:
        names = [n.removeprefix(PACK).partition(",")[0] for n in {p.codec: 0 for p in points} if n.startswith(PACK)][:1]
        if not names:
            raise ValueError("--packs names no pack: nlc bench measures JPEG beside one")
    for name in names:
        say(f"nlc bench of {name}")
        bench(nlc.bench(kodak, name, JPEG in keys), machine())
        keys = [k for k in keys if k != JPEG]
    for tool in external.TOOLS:
        if tool.key in keys and not tool.missing():
            add(*external.measure(tool, files, tool_source(tool, own), progress))
    return points, runs
