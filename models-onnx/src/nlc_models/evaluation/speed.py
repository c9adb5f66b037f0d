"""How long the Java codec takes, stage by stage, how far that is from what the machine can do, and what other codecs
take in the same run.

Benchmarks are those of imageio-nlc/bench (JMH). What counts is processor time, which other programs on the machine
change little, and medians.
"""

import json
import os
import platform
import statistics
import subprocess
import tempfile
import time
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np
import onnx
from PIL import Image

from . import external, macs

LOSSLESS = "lossless"  # WholeBenchmark's name of what has no pack
JXL = external.Tool(
    "cjxl",
    "JPEG XL",
    "jxl",
    (20, 35, 50, 60, 70, 80, 88, 94),
    "cjxl --quiet --num_threads=0 -q {q} {png} {file}",
    "djxl --quiet --num_threads=0 {file} {out}",
    "cjxl --version",
)
RIVALS = (*(t for t in external.TOOLS if t.key in ("cwebp", "opj_compress-q", "avifenc", "heif-enc")), JXL)
STRIDE, HYPER = 16, 64  # pixels a position of y and of z


@dataclass(frozen=True)
class Timing:
    """A benchmark. cpu, clock: median milliseconds an operation, of processors and by the clock."""

    cpu: float
    clock: float


@dataclass(frozen=True)
class Timings:
    """What JMH measured. by: {(method, pack or ''): Timing}; convolution: multiply-accumulates of one operation of the
    large convolution.
    """

    by: dict
    convolution: int

    def get(self, method, pack=""):
        """Timing, or None if it was not measured."""
        return self.by.get((method, pack))

    def peak(self):
        """Multiply-accumulates a second of processor time of the large convolution."""
        return self.convolution / (self.by["convolution", ""].cpu / 1000)

    def peak_of_bytes(self):
        """The same by 8-bit integers; None if that was not measured."""
        timing = self.get("convolutionOfBytes")
        return timing and self.convolution / (timing.cpu / 1000)


def parse(results):
    """Timings of the JSON that JMH writes with the profiler io.nlc.bench.CpuTime."""
    by, convolution = {}, 0
    for r in results:
        params = r.get("params", {})
        method = r["benchmark"].rpartition(".")[2]
        cpu = next(m for name, m in r["secondaryMetrics"].items() if name.endswith("cpu"))
        by[method, params.get("pack", "")] = Timing(median(cpu), median(r["primaryMetric"]))
        if method == "convolution":
            channels, width, height = (int(params[k]) for k in ("channels", "width", "height"))
            convolution = 9 * channels * channels * width * height
    return Timings(by, convolution)


def median(metric):
    """Of all iterations of all forks, in milliseconds."""
    if metric["scoreUnit"] != "ms/op":
        raise ValueError(f"JMH measured in {metric['scoreUnit']}, not in ms/op")
    return statistics.median(v for fork in metric["rawData"] for v in fork)


def jmh(folder, picture, packs, extra=(), java="java"):
    """The JSON of a run of all benchmarks. folder: target of imageio-nlc/bench; extra: further arguments of JMH."""
    jars = [*Path(folder).glob("nlc-benchmarks-*.jar")]
    if not jars:
        raise ValueError(f"--bench {folder} holds no nlc-benchmarks-*.jar: build it with scripts/performance.sh")
    with tempfile.TemporaryDirectory() as work:
        out = Path(work, "jmh.json")
        command = [
            *(java, "-Xmx2g", "-Dnlc.threads=1", f"-Dnlc.bench.picture={picture}"),
            *("-cp", os.pathsep.join([str(jars[0]), os.path.join(folder, "lib", "*")]), "org.openjdk.jmh.Main"),
            *("-prof", "io.nlc.bench.CpuTime", "-rf", "json", "-rff", str(out)),
        ]
        # Only whole files have a form without a pack, and what happens once a process has nothing to warm up.
        whole, once = ".*WholeBenchmark.*", ".*TablesBenchmark.*"
        rest = f"^(?!{whole}|{once}).*$"
        results = []
        for only, arguments in (
            (rest, (*extra, "-p", "pack=" + ",".join(packs))),
            (whole, (*extra, "-p", "pack=" + ",".join((*packs, LOSSLESS)))),
            (once, ()),
        ):
            subprocess.run([*command, *arguments, only], check=True, stdout=subprocess.DEVNULL)
            results += json.loads(out.read_text())
        return results


def network_macs(models, pack, width, height):
    """{network: multiply-accumulates} of a pack's files on a picture; None where shapes are known only at run time."""
    found: dict[str, int | None] = {}
    folder = Path(models, pack)
    rows, columns = padded(height), padded(width)
    y, z = (rows // STRIDE, columns // STRIDE), (rows // HYPER, columns // HYPER)
    sizes = dict(
        analysis=dict(height=rows, width=columns),
        hyper_analysis=dict(height=y[0], width=y[1]),
        hyper_synthesis=dict(h=z[0], w=z[1]),
        synthesis=dict(h=y[0], w=y[1]),
        head=dict(rows=y[0] * y[1] * symbols(folder / "head.onnx")),
    )
    for name, sides in sizes.items():
        try:
            found[name] = macs.of_file(folder / f"{name}.onnx", sides)
        except (ValueError, OSError):
            found[name] = None
    if (file := folder / "synthesis-int8.onnx").is_file():
        m = json.loads((folder / "pack.json").read_text())["channels"]["latent"]
        shapes = dict(y=(1, m, *y), inverse_gain=(1, m, 1, 1), edges=(4,))
        found["synthesis_int8"] = macs.of_run(file, {k: np.zeros(v, np.float32) for k, v in shapes.items()})
    return found


def symbols(head):
    """Rows of a head a position: one, or one for every channel where each symbol has a row of its own."""
    if not head.is_file():
        return 1
    inputs = {i.name: i.type.tensor_type.shape.dim for i in onnx.load(head).graph.input}
    alone = "hyper" in inputs and len(inputs["hyper"]) == 2 and inputs["hyper"][1].dim_value == 1
    return json.loads((head.parent / "pack.json").read_text())["channels"]["latent"] if alone else 1


def padded(side):
    """A side of the picture as networks see it."""
    return -(-side // HYPER) * HYPER


@dataclass
class Rival:
    """A codec in the comparison. setting: the one whose PSNR is nearest; encode, decode: seconds of processor time."""

    label: str
    setting: str
    bpp: float
    psnr: float
    encode: list = field(default_factory=list)
    decode: list = field(default_factory=list)


def rivals(picture, psnr, progress):
    """[(Tool, Rival)] of the tools that are there, each at its setting with the nearest PSNR in dB."""
    original, found = external.rgb(picture), []
    for tool in RIVALS:
        if tool.missing():
            continue
        points = []
        for q in tool.qualities:
            progress(f"{tool.label} at {q}")
            (file, decoded), _, _ = run_tool(tool, q, original)
            points.append((abs(distance(original, decoded) - psnr), q, file, distance(original, decoded)))
        _, q, size, at = min(points)
        found.append((replace(tool, qualities=(q,)), Rival(tool.label, str(q), 8 * size / (original.size / 3), at)))
    return found


def run_tool(tool, q, pixels):
    """((bytes, decoded picture), encoding, decoding seconds)."""
    with tempfile.TemporaryDirectory() as folder:
        png, file, out = (os.path.join(folder, n) for n in ("in.png", f"c.{tool.suffix}", "out.png"))
        Image.fromarray(pixels).save(png, compress_level=1)
        names = dict(q=q, png=png, file=file, out=out)
        seconds = [external.call(command, **names) for command in (tool.encode, tool.decode)]
        return (os.path.getsize(file), external.rgb(out)), *seconds


def distance(a, b):
    """PSNR in dB; infinite if they are equal."""
    mse = np.mean((a.astype(np.int32) - b) ** 2)
    return 10 * np.log10(255**2 / mse) if mse else np.inf


def nlc_tool(jar, models, pack):
    """The command line as a Tool, JVM and all: one cold process a picture."""
    java = f"java -Dnlc.threads=1 -Dnlc.models={models} -jar {jar}"
    return external.Tool(
        pack,
        f"NLC `{pack}`",
        "nlc",
        (0.5,),
        f"{java} encode --quality {{q}} --model {pack} {{png}} {{file}}",
        f"{java} decode {{file}} {{out}}",
        f"{java} --version",
    )


def compare(picture, jar, models, packs, rounds, progress):
    """[Rival] of packs and of other codecs, which take turns, so that what else the machine does meets all of them."""
    original, entries = external.rgb(picture), []
    for pack in packs:
        tool = nlc_tool(jar, models, pack)
        progress(tool.label)
        (size, decoded), _, _ = run_tool(tool, tool.qualities[0], original)
        entries.append(
            (
                tool,
                Rival(tool.label, str(tool.qualities[0]), 8 * size / (original.size / 3), distance(original, decoded)),
            )
        )
    entries += rivals(picture, entries[0][1].psnr, progress)
    for i in range(rounds):
        for tool, rival in entries:
            progress(f"{tool.label}, round {i + 1} of {rounds}")
            _, encode, decode = run_tool(tool, tool.qualities[0], original)
            rival.encode.append(encode)
            rival.decode.append(decode)
    return [r for _, r in entries]


@dataclass(frozen=True)
class Use:
    """What a process took. cpu, clock: seconds of processors and by the clock; memory: most that was resident, MiB."""

    cpu: float
    clock: float
    memory: float


@dataclass(frozen=True)
class Large:
    """A picture of many tiles, by the command line on all processors."""

    width: int
    height: int
    pack: str
    encode: Use
    decode: Use


def large(picture, jar, models, pack, megapixels, java="java"):
    """Large of a picture that is repeated, mirrored, until it has so many megapixels in proportions of 3 to 2."""
    pixels = external.rgb(picture)
    height = round((megapixels * 1e6 / 1.5) ** 0.5)
    width = round(megapixels * 1e6 / height)
    pad = ((0, max(0, height - len(pixels))), (0, max(0, width - len(pixels[0]))), (0, 0))
    with tempfile.TemporaryDirectory() as folder:
        png, file, out = (os.path.join(folder, n) for n in ("in.png", "c.nlc", "out.png"))
        Image.fromarray(np.pad(pixels, pad, "symmetric")[:height, :width]).save(png, compress_level=1)
        nlc = [java, f"-Dnlc.models={models}", "-jar", jar]
        encode = measured([*nlc, "encode", "--quality", "0.5", "--model", pack, png, file])
        return Large(width, height, pack, encode, measured([*nlc, "decode", file, out]))


def measured(words):
    """Use of a command; ValueError if it fails."""
    start = time.monotonic()
    process = subprocess.Popen(words, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise ValueError(f"{' '.join(words)} failed with exit code {process.returncode}")
    unit = 1 if platform.system() == "Darwin" else 1024  # bytes of ru_maxrss
    return Use(usage.ru_utime + usage.ru_stime, time.monotonic() - start, usage.ru_maxrss * unit / 2**20)


def machine(java="java"):
    """[(what, text)] about the machine and the run."""
    model = ""
    if Path("/proc/cpuinfo").is_file():
        lines = Path("/proc/cpuinfo").read_text().splitlines()
        model = next((line.partition(":")[2].strip() for line in lines if line.startswith("model name")), "")
        flags = next((line.split() for line in lines if line.startswith("flags")), [])
        notable = [f for f in ("avx2", "avx512f", "avx512_vnni", "amx_int8") if f in flags]
        model += f" ({', '.join(notable)})" if notable else ""
    version = subprocess.run([java, "-version"], capture_output=True, text=True).stderr.splitlines()
    count = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    rows = [
        ("processor", f"{model or platform.processor() or platform.machine()}, {count} of them"),
        ("system", f"{platform.system()} {platform.release()}"),
        ("Java", next((v for v in version if "Runtime" in v), version[0] if version else "?")),
        ("date", time.strftime("%Y-%m-%d")),
    ]
    if hasattr(os, "getloadavg"):
        rows.append(("load", f"{os.getloadavg()[2]:.1f} programs wanted a processor in the last quarter of an hour"))
    return rows
