"""The report on rate and distortion: our packs by 'nlc bench', conventional codecs by their own tools, published curves; tables and pictures."""

import hashlib
import json
import math
import os
import subprocess
from dataclasses import dataclass
from pathlib import Path

from . import external, markdown, rd, rd_plot

MEASURED = "measured: "  # how the source of a point begins that this command measured
PACK = "nlc "  # how the name of a pack's codec begins
JPEG = "jdk-jpeg"
SUFFIXES = {".png", ".jpg", ".jpeg", ".bmp", ".gif", ".tif", ".tiff"}  # what nlc bench reads
SHARE = 1 / 3  # of a pack's range of dB: the least that a BD-rate must be a mean over


@dataclass(frozen=True)
class Reference:
    """A conventional codec, a column of the tables: measured by the key of LABELS, or else published as a codec of the anchors file; '' for none."""

    key: str
    published: str = ""
    label: str = ""


LABELS = {JPEG: "JPEG (JDK)", **{t.key: t.label for t in external.TOOLS}}
REFERENCES = [
    Reference(JPEG, "jpeg", "JPEG"),
    Reference("cwebp", "webp", "WebP"),
    Reference("opj_compress-q", "jpeg2000", "JPEG 2000"),
    Reference("opj_compress"),
    Reference("heif-enc"),
    Reference("", "bpg_444_x265_ycbcr", "BPG 4:4:4"),
    Reference("avifenc", "av1", "AV1"),
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
    """The processors that programs started here may use, and how many programs want one: above that number seconds by the clock are too long."""
    count = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    return f"{count} processor{'s' if count > 1 else ''}" + (
        f", load {os.getloadavg()[1]:.1f}" if hasattr(os, "getloadavg") else ""
    )


# ---- measuring


class Nlc:
    """The Java command line. models: further folders with packs, as -Dnlc.models has them, or ''."""

    def __init__(self, jar, models=""):
        self.jar, self.command = jar, ["java", *([f"-Dnlc.models={models}"] if models else []), "-jar", str(jar)]

    def run(self, *arguments):
        """What the command prints; ValueError if it fails."""
        if not Path(self.jar).is_file():
            raise ValueError(f"--jar {self.jar} is not there: build it with 'mvn -q -DskipTests package'")
        done = subprocess.run(
            [*self.command, *map(str, arguments)], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )
        if done.returncode:
            last = (done.stderr.strip().splitlines() or ["it says nothing"])[-1]
            raise ValueError(f"nlc {' '.join(map(str, arguments))} failed with exit code {done.returncode}: {last}")
        return done.stdout

    def json(self, *arguments):
        return json.loads(self.run(*arguments, "--json"))

    def packs(self):
        """{name: digest} of those installed."""
        return {p["name"]: p["digest"] for p in self.json("models")}

    def bench(self, folder, pack, jpeg):
        return self.json("bench", folder, "--model", pack, *([] if jpeg else ["--no-jpeg"]))


def bench_points(result, pictures, where):
    """[rd.Point] of the pack, and of JPEG if it was measured, from the JSON of nlc bench. pictures: of picture_set; where: of machine."""
    count = int(pictures.split()[0])
    if result["pictures"] != count:
        raise ValueError(f"the bench of {result['pack']} has {result['pictures']} pictures, but --kodak holds {count}")

    def points(rows, codec, metric, source):
        number = lambda v: math.nan if v is None else float(v)  # noqa: E731
        return [
            rd.Point(
                codec,
                metric,
                f"{r['quality']:.4g}",
                *(number(r[k]) for k in ("bpp", "psnr", "msSsim", "encodeSeconds", "decodeSeconds")),
                f"{MEASURED}{pictures}; {source}",
                number(r.get("ssimulacra2")),
            )
            for r in rows
        ]

    tune, effort = result.get("tune", "psnr"), result.get("effort", 0)
    name = result["pack"] + (f", effort {effort}" if effort else "")
    return points(
        result["nlc"],
        PACK + name,
        "mse" if tune == "psnr" else tune,
        f"nlc bench, {where}; digest {result['digest'][:16]}",
    ) + points(result["jpeg"], JPEG, "n/a", f"nlc bench, {where}")


def bench_file(path):
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
    known = {(p.codec, p.source.rpartition("digest ")[2]) for p in old}
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
    """Measures what is wanted and merges it into the CSV file, after each codec. Returns all points."""
    files = pictures(kodak)
    own = picture_set(files)
    points = rd.read(csv) if Path(csv).exists() else []
    other = next((p for p in points if measured(p) and not p.source.startswith(f"{MEASURED}{own};")), None)
    if other:
        raise ValueError(
            f"{csv} has points of other pictures ({other.source.split(';')[0].removeprefix(MEASURED)}) than --kodak {kodak} ({own}): "
            "name another --out, or delete the file"
        )
    say = progress or (lambda text: None)

    def add(new):
        nonlocal points
        points = rd.merge(points, new)
        rd.write(csv, points)

    if anchors:
        fresh = published(anchors)
        points = [p for p in points if measured(p)]
        add(fresh)
    for path in benches:
        add(bench_points(bench_file(path), own, "run by itself"))
    keys = wanted_codecs(codecs, points)
    names = wanted_packs(packs, nlc, points)
    if JPEG in keys and not names:
        names = [n.removeprefix(PACK).partition(",")[0] for n in {p.codec: 0 for p in points} if n.startswith(PACK)][:1]
        if not names:
            raise ValueError("--packs names no pack: nlc bench measures JPEG beside one")
    for name in names:
        say(f"nlc bench of {name}")
        add(bench_points(nlc.bench(kodak, name, JPEG in keys), own, machine()))
        keys = [k for k in keys if k != JPEG]
    for tool in external.TOOLS:
        if tool.key in keys and not tool.missing():
            add(external.measure(tool, files, tool_source(tool, own), progress))
    return points


# ---- what it says


def grouped(points):
    """{(codec, metric): [point]} in the order of the file."""
    groups = {}
    for p in points:
        groups.setdefault((p.codec, p.metric), []).append(p)
    return groups


def packs_of(groups):
    """{pack: [point]}"""
    return {codec.removeprefix(PACK): points for (codec, _), points in groups.items() if codec.startswith(PACK)}


def references(groups):
    """[(label, [point], measured)] of conventional codecs: one that was measured takes the place of the published curve."""
    found = []
    for r in REFERENCES:
        own, other = groups.get((r.key, "n/a")), groups.get((r.published, "n/a"))
        if own or other:
            found.append((LABELS[r.key] if own else r.label, own or other, bool(own)))
    return found


def curves(groups):
    """[rd_plot.Curve] of everything that is drawn."""
    packs = [rd_plot.Curve(name, "pack", points) for name, points in packs_of(groups).items()]
    conventional = [
        rd_plot.Curve(label if own else f"{label}, published", "conventional", points)
        for label, points, own in references(groups)
    ]
    return (
        packs
        + conventional
        + [rd_plot.Curve(label, "learned", groups[key]) for key, label in LEARNED.items() if key in groups]
    )


def percent(value):
    return "n/a" if math.isnan(value) else f"{value + 0.0:+.1f} %".replace("-", "−")


def bd_table(groups, measure):
    """Markdown of BD-rates, or '' where there is nothing to compare."""
    others, packs = references(groups), packs_of(groups)
    if not others or not packs:
        return ""
    if measure == "ssimulacra2":
        others = [o for o in others if o[2]]  # published curves do not have it
        packs = {name: own for name, own in packs.items() if len(rd.curve(own, measure)[0])}
        if not others or not packs:
            return ""
    rows = [
        [
            f"`{name}`",
            *(percent(rd.bd_rate(rd.curve(points, measure), rd.curve(own, measure), SHARE)) for _, points, _ in others),
        ]
        for name, own in packs.items()
    ]
    return markdown.table(["pack", *(label if own else f"{label} ¹" for label, _, own in others)], rows)


def span(values, digits):
    known = [v for v in values if not math.isnan(v)]
    return f"{min(known):.{digits}f} – {max(known):.{digits}f}" if known else "n/a"


def seconds(values):
    known = [v for v in values if not math.isnan(v)]
    return f"{sum(known) / len(known):.2f}" if known else "n/a"


def curve_table(groups):
    """Ranges, seconds and settings of every measured curve."""
    rows = []
    for (codec, _), points in groups.items():
        if measured(points[0]):
            label = f"`{codec.removeprefix(PACK)}`" if codec.startswith(PACK) else LABELS.get(codec, codec)
            rows.append(
                [
                    label,
                    str(len(points)),
                    span([p.bpp for p in points], 2),
                    span([p.psnr for p in points], 1),
                    span([p.ms_ssim for p in points], 3),
                    span([p.ssimulacra2 for p in points], 1),
                    seconds([p.enc_s for p in points]),
                    seconds([p.dec_s for p in points]),
                    points[0].source.partition("; ")[2],
                ]
            )
    return markdown.table(
        ["codec", "points", "bpp", "PSNR, dB", "MS-SSIM", "SSIMULACRA 2", "encoding, s", "decoding, s", "measured by"],
        rows,
    )


def monotony(groups):
    """Sentences on whether bits and quality rise from each setting of a pack to the next."""
    wrong = []
    for name, points in packs_of(groups).items():
        for measure, word in rd_plot.WORDS.items():
            if not len(rd.curve(points, measure)[0]):
                continue
            wrong += [
                f"* `{name}`: bits or {word} do not rise from quality {a} to {b}." for a, b in rd.falls(points, measure)
            ]
    return "\n".join(wrong) or "Bits, PSNR, MS-SSIM and SSIMULACRA 2 rise from each quality of each pack to the next."


def gaps(groups):
    """What could not be measured, and why."""
    lines = []
    for tool in external.TOOLS:
        if (tool.key, "n/a") not in groups:
            missing = tool.missing()
            lines.append(
                f"* {tool.label}: {' and '.join(missing)} not found."
                if missing
                else f"* {tool.label}: left out by `--codecs`."
            )
    return "\n".join(lines)


def summary(groups):
    """A sentence for each pack on which measured codecs it beats by PSNR."""
    others, lines = references(groups), []
    for name, own in packs_of(groups).items():
        rates = [
            (label, rd.bd_rate(rd.curve(points, "psnr"), rd.curve(own, "psnr"), SHARE)) for label, points, _ in others
        ]
        fewer = [f"{-r:.0f} % fewer bits than {label}" for label, r in sorted(rates, key=lambda e: e[1]) if r < 0]
        more = [f"{r:.0f} % more than {label}" for label, r in sorted(rates, key=lambda e: e[1]) if r >= 0]
        if fewer or more:
            lines.append(f"* `{name}`: {', '.join(fewer + more)}.")
    return "\n".join(lines)


def page(groups, images):
    """README.md. images: {measure: file name} of the pictures that were drawn."""
    count = next(p[0].source for p in groups.values() if measured(p[0])).removeprefix(MEASURED).split()[0]
    unknown = any(not own for _, _, own in references(groups))
    parts = [
        "# Rate and distortion",
        "*Written by `python -m nlc_models report`; see the end for how.*",
        f"Every one of the {count} Kodak pictures is encoded to a real file at a fixed setting of the codec and decoded again. "
        "Bits are those of the whole file, container included; PSNR, MS-SSIM and SSIMULACRA 2 are those of 8-bit RGB pictures. "
        "A point is the mean of bits per pixel and the mean of PSNR (MS-SSIM, SSIMULACRA 2) over the pictures at one setting.",
        *(f"![{rd_plot.NAMES[m].split(',')[0]} over bits per pixel]({name})" for m, name in images.items()),
        "" if images else "No pictures: matplotlib is not installed.",
    ]
    if any(p.codec == "opj_compress" for g in groups.values() for p in g):
        parts.append(
            "JPEG 2000 is told the PSNR it should reach; by ratio, it makes all pictures equally large, which flatters its curve: the means of other "
            "codecs hold many bits of pictures that are hard to compress."
        )
    for measure, word in rd_plot.WORDS.items():
        table = bd_table(groups, measure)
        if table:
            parts += [f"## Bits at equal {word}", table]
    if bd_table(groups, "psnr"):
        note = (
            "BD-rate: the mean difference in bits over the range of quality that two curves share, negative where the pack needs fewer; "
            "the curves are joined by monotone cubics (PCHIP) in log rate. n/a: they share less than a third of the pack's range."
        )
        parts += [
            note + (" ¹ As published, not measured here." if unknown else ""),
            summary(groups) and "By PSNR:\n\n" + summary(groups),
        ]
    parts += [
        "## Measured curves",
        curve_table(groups),
        "Seconds are means over pictures and settings: of our packs and the JDK's JPEG by the clock, in one Java process whose networks are loaded; "
        "of other codecs processor time of their tools, which start anew for each picture and read or write a PNG. Where the load is above the "
        "number of processors other programs ran, and times by the clock are too long. n/a: not measured.",
        "## Rising with quality",
        monotony(groups),
    ]
    if gaps(groups):
        parts += ["## Not measured", gaps(groups)]
    parts += [
        "## Again",
        "[rd.csv](rd.csv) holds all points that are drawn, and where they are from. To measure a pack again, or a new one:",
        "    python -m nlc_models report --kodak PICTURES --out FOLDER --packs NAME",
    ]
    return "\n\n".join(p for p in parts if p) + "\n"


def write(out, points):
    """Pictures and README.md of the points in a folder."""
    groups, images = grouped(points), {}
    if rd_plot.available():
        drawn = curves(groups)
        count = next(p.source for p in points if measured(p)).removeprefix(MEASURED).split()[0]
        for measure in rd_plot.WORDS:
            if any(len(rd.curve(c.points, measure)[0]) > 1 for c in drawn):
                images[measure] = f"{measure}.png"
                rd_plot.draw(
                    drawn,
                    measure,
                    Path(out) / images[measure],
                    f"{rd_plot.NAMES[measure].split(',')[0]} on Kodak, mean of {count} pictures",
                )
    (Path(out) / "README.md").write_text(page(groups, images), encoding="utf-8")
    return images
