"""docs/performance.md: tables of what nlc_models.evaluation.speed measured."""

from . import markdown, speed

STAGES = [  # method of JMH, what it does
    ("analysis", "analysis transform"),
    ("synthesis", "synthesis transform"),
    ("synthesisOfFloats", "the same in full precision"),
    ("hyperSynthesis", "hyper-synthesis (exact)"),
    ("wavefront", "steps of the context model, without coding"),
    ("entropyEncode", "latents to bits, all of it"),
    ("entropyDecode", "bits to latents, all of it"),
    ("write", "whole write, in memory"),
    ("read", "whole read, in memory"),
]
PARTS = [
    ("losslessEncode", "lossless coder, encoding"),
    ("losslessDecode", "lossless coder, decoding"),
    ("layerTransform", "layer, pixels to coefficients"),
    ("layerEncode", "layer, coefficients to bits"),
    ("layerDecode", "layer, bits to coefficients"),
    ("layerPaint", "layer, coefficients to pixels"),
    ("gaussians", "tables of Gaussians, once a process"),
]
SYMBOLS = [
    ("rangeEncode", "range coder, encoding"),
    ("rangeDecode", "range coder, decoding"),
    ("mixtureEncode", "mixture of three Gaussians, encoding"),
    ("mixtureDecode", "mixture of three Gaussians, decoding"),
]
NETWORKS = [  # method of JMH, network whose multiplications count, what it is
    ("analysis", "analysis", "analysis"),
    ("synthesis", "synthesis_int8", "synthesis by 8-bit integers"),
    ("synthesisOfFloats", "synthesis", "synthesis"),
    ("hyperSynthesis", "hyper_synthesis", "hyper_synthesis"),
    ("wavefront", "head", "head"),
]

INTRODUCTION = """# Performance

What encoding and decoding take, stage by stage, and how far that is from what the machine can do. One command measures
all of it and writes this page:

    scripts/performance.sh

Times are medians, in milliseconds of processor time on one thread (`nlc.threads=1`), with networks that are loaded, of
`{picture}`, {width} x {height} pixels, at quality 0.5. Processor time is what counts, because other programs change it
little; times by the clock are given beside it, and are longer where the machine was busy.
"""


def number(value):
    """For a table."""
    return "—" if value is None else f"{value:.3g}" if value < 100 else f"{value:.0f}"


def stages(timings, packs):
    """Milliseconds of every stage by pack."""
    rows = []
    for method, text in STAGES:
        cells = [timings.get(method, p) for p in packs]
        rows.append([text, *(c and f"{number(c.cpu)} ({number(c.clock)})" or "—" for c in cells)])
    return markdown.table(["milliseconds (by the clock)", *(f"`{p}`" for p in packs)], rows)


def shares(timings, packs):
    """What part of a read and of a write each stage is."""
    rows = []
    for whole, transform, entropy in (("read", "synthesis", "entropyDecode"), ("write", "analysis", "entropyEncode")):
        for pack in packs:
            times = [timings.get(m, pack) for m in (whole, transform, entropy)]
            if all(times):
                total, first, second = (t.cpu for t in times)
                rest = max(0.0, total - first - second)  # medians of several runs
                rows.append([f"{whole}, `{pack}`", *(f"{100 * v / total:.0f} %" for v in (first, second, rest))])
    return markdown.table(["share", "transform", "entropy part", "the rest"], rows)


def limits(timings, packs, macs):
    """How far stages are from the speed of a large convolution."""
    rows = []
    for pack in packs:
        for method, network, text in NETWORKS:
            count, time = macs[pack].get(network), timings.get(method, pack)
            peak = timings.peak_of_bytes() if network == "synthesis_int8" else timings.peak()
            if count and time and peak:
                least = 1000 * count / peak
                rows.append(
                    [
                        f"`{pack}`, {text}",
                        f"{count / 1e9:.2f}",
                        number(least),
                        number(time.cpu),
                        f"{100 * least / time.cpu:.0f} %",
                    ]
                )
    return markdown.table(["network", "GMAC", "least ms", "ms", "of the peak"], rows)


def parts(timings):
    """Parts that have no pack, and single symbols."""
    rows = [[text, number(t.cpu), "ms"] for method, text in PARTS if (t := timings.get(method))]
    for method, text in (("write", "lossless, whole write"), ("read", "lossless, whole read")):
        if whole := timings.get(method, speed.LOSSLESS):
            rows.append([text, number(whole.cpu), "ms"])
    rows += [[text, number(1e6 * t.cpu), "ns a symbol"] for method, text in SYMBOLS if (t := timings.get(method))]
    return markdown.table(["part", "time", ""], rows)


def comparison(rivals):
    """Codecs side by side."""

    def cell(seconds):
        return number(sorted(seconds)[len(seconds) // 2]) if seconds else "—"

    rows = [[r.label, r.setting, f"{r.bpp:.3f}", f"{r.psnr:.2f}", cell(r.encode), cell(r.decode)] for r in rivals]
    return markdown.table(["codec", "setting", "bpp", "dB", "encode, s", "decode, s"], rows, left=2)


def many_tiles(use):
    """Encoding and decoding of a picture of many tiles. use: speed.Large."""
    rows = [
        [text, number(u.cpu), number(u.clock), f"{u.memory:.0f}"]
        for text, u in (("encode", use.encode), ("decode", use.decode))
    ]
    return markdown.table(["", "s of processors", "s by the clock", "MiB resident"], rows)


def document(machine, timings, packs, macs, rivals, picture, large=None):
    """The page. picture: (name, width, height); rivals: empty if nothing was compared; large: speed.Large, if there is
    one.
    """
    name, width, height = picture
    facts = "\n".join(f"* {what}: {text}" for what, text in machine)
    peak, of_bytes = f"{2 * timings.peak() / 1e9:.0f} GFLOP/s", timings.peak_of_bytes()
    bytes_too = f", and {2 * of_bytes / 1e9:.0f} GOP/s by 8-bit integers" if of_bytes else ""
    texts = [
        INTRODUCTION.format(picture=name, width=width, height=height) + "\n" + facts,
        "## Stages\n\n" + stages(timings, packs),
        "## Shares\n\n" + shares(timings, packs),
        "## Distance from the limit\n\nA 3x3 convolution of 128 channels at half the picture's size reaches "
        f"{peak} here in the same run, float32 on one thread{bytes_too}. That is the peak that networks are held "
        "against; activations, additions and ways in and out have no multiply-accumulates but take time.\n\n"
        + limits(timings, packs, macs),
        "## Parts\n\n" + parts(timings),
    ]
    if large:
        texts.append(
            f"## {large.width * large.height / 1e6:.0f} megapixels\n\n{name}, repeated to {large.width} x "
            f"{large.height} pixels, with `{large.pack}` by the command line on all processors, start and PNG and "
            "all.\n\n" + many_tiles(large)
        )
    if rivals:
        texts.append(
            "## Beside other codecs\n\nEach as its command-line tool, one thread, one process a picture, at the "
            "setting whose PSNR is nearest to that of the first row. Seconds of processor time; those of NLC have the "
            "start of a JVM and the loading of networks in them.\n\n" + comparison(rivals)
        )
    return "\n\n".join(texts) + "\n"
