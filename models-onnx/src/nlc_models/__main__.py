"""Command line: python -m nlc_models COMMAND; --help lists the commands. See README.md."""

import argparse
import json
import sys
import time
from pathlib import Path

import torch

from .codec import checkpoint, images, latents
from .codec.networks import BACKBONES, CONTEXTS, DISTORTIONS, Codec
from .evaluation import agreement, comparison, describe, evaluation, report, seams, sheets
from .export import export_all, pack, preview
from .integer import quantize, tables, tuning
from .studies import ablation, attention, random_mask, recipes
from .training import entropy as entropy_training
from .training import memory, residual
from .training import trainer as training


class Progress:
    """One line of progress on standard error: rewritten on a terminal, else a new line every ten seconds at most."""

    def __init__(self):
        self.terminal, self.last, self.begin = sys.stderr.isatty(), 0.0, time.time()

    def __call__(self, text):
        now = time.time()
        if self.terminal:
            print(f"\r\033[K{text} ({now - self.begin:.0f}s)", end="", file=sys.stderr, flush=True)
        elif now - self.last >= 10:
            print(f"{text} ({now - self.begin:.0f}s)", file=sys.stderr, flush=True)
            self.last = now

    def done(self):
        if self.terminal:
            print("\r\033[K", end="", file=sys.stderr, flush=True)


def integer_networks(codec, stored, args, progress):
    """The exact networks in a checkpoint, or else new ones from the tiles of --calib; then the prior of codec is refitted as well."""
    if "integer" in stored:
        return quantize.EntropyNetworks.from_dict(stored["integer"])
    if not args.calib:
        raise ValueError(
            "the checkpoint holds no integer networks: name a folder of training tiles with --calib, or run 'quantize' first"
        )
    for p in codec.parameters():
        p.requires_grad_(False)
    files = images.files(args.calib)
    cached = latents.features(codec, files[:: max(1, len(files) // args.tiles)][: args.tiles], progress)
    for p in codec.prior.parameters():
        p.requires_grad_(True)
    before, after = tuning.refit_prior(codec.prior, tuning.histograms(codec, cached))
    # What is stored is float16; the tables must follow from that.
    for p in codec.prior.parameters():
        p.data = p.data.half().float()
    print(f"prior of z: {before:.3f} -> {after:.3f} bits a symbol on the tiles", file=sys.stderr)
    networks = quantize.quantise(codec, tuning.samples(codec, cached, args.per_level))
    if args.steps:
        tuning.tune(codec, networks, cached, args.steps, lr=args.lr, seed=args.seed, progress=progress)
    return networks.exact()


def run_train(args):
    options = {k: v for k, v in vars(args).items() if k in training.Options.__dataclass_fields__}
    training.Trainer(training.Options(**options)).run()


def run_train_entropy(args):
    options = {k: v for k, v in vars(args).items() if k in entropy_training.Options.__dataclass_fields__}
    entropy_training.EntropyTrainer(entropy_training.Options(**options)).run()


def run_train_residual(args):
    options = {k: v for k, v in vars(args).items() if k in residual.Options.__dataclass_fields__}
    residual.train(residual.Options(**options))


def run_quantize(args):
    progress = Progress()
    codec, stored = checkpoint.load(args.checkpoint, args.base)
    stored.pop("integer", None)
    networks = integer_networks(codec, stored, args, progress)
    progress.done()
    settings = dict(tiles=args.tiles, per_level=args.per_level, steps=args.steps, lr=args.lr, seed=args.seed)
    extra = {k: v for k, v in stored.items() if k not in ("state", *checkpoint.configuration(codec))}
    save = checkpoint.save_entropy if "base" in stored else checkpoint.save
    save(args.out, codec, **{**extra, "integer": networks.to_dict(), "quantisation": settings})


def run_evaluate(args):
    progress = Progress()
    codec, stored = checkpoint.load(args.checkpoint, args.base)
    integer = integer_networks(codec, stored, args, progress) if args.integer else None
    files = images.files(args.kodak)[:: args.every]
    rows, pictures = evaluation.evaluate(codec, files, args.levels, integer, not args.no_psnr, progress)
    progress.done()
    if args.json:
        print(
            json.dumps(
                dict(
                    checkpoint=Path(args.checkpoint).name,
                    pictures=len(files),
                    levels=[r.json() for r in rows],
                    per_picture={k: [r.json() for r in v] for k, v in pictures.items()},
                )
            )
        )
    else:
        print(evaluation.table(rows))


def run_estimate(args):
    if not 0 <= args.quality <= 1:
        raise ValueError(f"--quality must lie in 0..1, not {args.quality}")
    codec, stored = checkpoint.load(args.checkpoint, args.base)
    level = round((codec.levels - 1) * args.quality * 256) / 256
    picture = images.unit(images.load(args.image))
    height, width = picture.shape[2:]
    x = images.pad(picture)
    integer = quantize.EntropyNetworks.from_dict(stored["integer"]) if "integer" in stored else None
    prior = tables.PriorTables.of(codec.prior)
    row = next(evaluation.measure(codec, x, [level], integer, prior, distortion=False))
    bits = {"float": row.bpp * x.shape[2] * x.shape[3]}
    if integer is not None:
        bits["integer"] = row.integer_bpp * x.shape[2] * x.shape[3]
    result = dict(
        width=width,
        height=height,
        level=level,
        **{f"{k}_bits": round(v) for k, v in bits.items()},
        bytes=round(bits.get("integer", bits["float"]) / 8),
    )
    if args.json:
        print(json.dumps(result))
    else:
        for k, v in bits.items():
            print(
                f"{k} entropy model: {v:.0f} bits, {v / 8:.0f} bytes, {v / width / height:.4f} bpp at level {level:g}"
            )


def run_export(args):
    progress = Progress()
    codec, stored = checkpoint.load(args.checkpoint, args.base)
    networks = integer_networks(codec, stored, args, progress)
    progress.done()
    codec.extend(args.extend)
    provenance = dict(stored.get("training") or {}) | ({"extended": args.extend} if args.extend else {})
    if args.training:
        provenance.update(json.loads(Path(args.training).read_text()))
    estimate = json.loads(Path(args.estimate).read_text()) if args.estimate else {}
    estimate.pop("per_picture", None)
    manifest = pack.export(
        codec,
        networks,
        args.out,
        args.name,
        description=args.description,
        licence=args.licence,
        training=provenance,
        estimate=estimate,
        share=args.share or None,
    )
    files = manifest["files"].values()
    size, others = sum(f["bytes"] for f in files if "pack" not in f), sorted({f["pack"] for f in files if "pack" in f})
    text = f", transforms in {', '.join(others)}" if others else ""
    print(f"{args.out}: {manifest['name']}, {size / 2**20:.1f} MiB{text}, digest {manifest['digest'][:32]}")


def run_preview(args):
    progress = Progress()
    for folder in args.packs:
        entry = preview.add(folder, args.data, args.tiles, args.threads, progress)
        progress.done()
        where = f"that of {entry['pack']}" if "pack" in entry else f"{entry['bytes'] / 2**10:.0f} KiB"
        print(f"{folder}: {preview.FILE}, {where}")


def run_export_all(args):
    licence, packs = export_all.read(args.recipe)
    exporter = export_all.Exporter(args.checkpoints, args.work, args.out, args.data, licence, args.refit)

    def command(arguments):
        nested = parser().parse_args(arguments)
        nested.run(nested)

    for pack in export_all.chosen(packs, args.only):
        if args.dry_run:
            steps = exporter.plan(pack)
            print(f"{pack.name}: " + ("; ".join(f"{s.arguments[0]} ({s.why})" for s in steps) or "up to date"))
        else:
            exporter.run(pack, command)


def run_compare_contexts(args):
    progress = Progress()
    models = comparison.load(args.checkpoint, args.base, args.float)
    files = images.files(args.kodak)[:: args.every]
    rates = comparison.measure(models, files, args.levels, progress)
    progress.done()
    if args.json:
        print(json.dumps(comparison.json_of(rates, len(files), args.float)))
    else:
        print(comparison.table(rates, args.markdown))


def described(args):
    """Markdown of the networks that describe's arguments name."""
    if args.checkpoint:
        return describe.markdown([checkpoint.load(args.checkpoint, args.base)[0]])
    codecs = [Codec(args.backbone, args.widths, context, args.k) for context in args.context]
    for codec in codecs:
        if codec.context in args.residual:
            codec.add_residual()
    return describe.markdown(codecs)


def run_describe(args):
    for page in args.update:
        changed = describe.update(page, lambda words: described(parser().parse_args(["describe", *words])))
        print(f"{page}: {'rewritten' if changed else 'up to date'}")
    if not args.update:
        print(described(args))


def run_random_mask(args):
    out, progress = Path(args.out), Progress()
    out.mkdir(parents=True, exist_ok=True)
    if args.supernet:
        codec, _ = checkpoint.load(args.supernet, args.base)
    else:
        if not args.data:
            raise ValueError("name a folder of training tiles with --data, or a trained network with --supernet")
        names = (
            "base",
            "data",
            "minutes",
            "batch",
            "side",
            "lr",
            "cache",
            "tiles",
            "init",
            "seed",
            "threads",
            "resume",
        )
        options = {n: getattr(args, n) for n in names} | {
            "context": "random",
            "k": args.k or checkpoint.read(args.base)["k"],
        }
        entropy_training.EntropyTrainer(entropy_training.Options(name=str(out / "random-mask"), **options)).run()
        codec, _ = checkpoint.load(out / "random-mask.pt", args.base)
    files, rates = images.files(args.eval)[:: args.every], []
    report = []
    for level in args.levels or [codec.levels // 2]:
        rates.append(random_mask.measure(codec, files, level, progress))
        name = f"{codec.backbone} {codec.widths[0]}/{codec.m}, level {level:g}"
        report.append(f"{name}, mean over {len(files)} pictures, bits of y and z:\n\n{random_mask.table(rates[-1])}\n")
        picture = random_mask.figure(
            rates[-1],
            "Rate saved by a single visible neighbour",
            f"{name}: {rates[-1][0].bpp:.3f} bpp without context, {len(files)} pictures",
        )
        picture.save(out / f"single-level{level:g}.png", optimize=True)
    progress.done()
    random_mask.write_csv(out / "masks.csv", [r for level in rates for r in level])
    (out / "table.md").write_text("\n".join(report))
    print("\n".join(report), end="")


def run_report(args):
    out, progress = Path(args.out), Progress()
    out.mkdir(parents=True, exist_ok=True)
    points = report.update(
        out / "rd.csv",
        args.kodak,
        report.Nlc(args.jar, args.models),
        args.packs,
        args.codecs,
        args.bench,
        args.anchors,
        progress,
    )
    images = report.write(out, points)
    progress.done()
    for name in ("rd.csv", "README.md", *images.values()):
        print(out / name)
    if not images:
        print("no pictures: pip install 'models-onnx[report]' brings matplotlib", file=sys.stderr)


def run_sheet(args):
    progress = Progress()
    made = sheets.write(
        report.Nlc(args.jar, args.models),
        args.recipe,
        args.pictures,
        args.out,
        args.rates,
        args.packs.split(","),
        progress,
    )
    progress.done()
    print("\n".join(map(str, made)))


def run_metrics(args):
    progress = Progress()
    files = report.pictures(args.kodak)
    differences = agreement.measure(report.Nlc(args.jar, args.models), files, args.rates, args.model, progress)
    progress.done()
    print(f"{len(files)} pictures at {', '.join(f'{r:g}' for r in args.rates)} bpp:\n\n{agreement.table(differences)}")


def run_ablate(args):
    ablation.Study(args.out, args.data, args.eval, args.minutes, args.threads, args.eval_step).run()
    print((Path(args.out) / "table.md").read_text(), end="")


def run_recipes(args):
    recipes.Study(args.out, args.data, args.eval, args.minutes, args.threads, args.eval_step).run()
    print((Path(args.out) / "table.md").read_text(), end="")


def run_attention(args):
    progress = Progress()
    codec, _ = checkpoint.load(args.checkpoint)
    made = attention.write(
        codec,
        [Path(p) for p in args.pictures],
        args.out,
        codec.levels // 2 if args.level is None else args.level,
        progress,
    )
    progress.done()
    print("\n".join(map(str, made)))


def run_seams(args):
    codec, _ = checkpoint.load(args.checkpoint)
    x = {Path(p).stem: images.unit(images.crop(images.load(p))) for p in args.pictures}
    print(
        seams.table(
            {
                name: seams.measure(codec, picture, tuple(args.tile), args.halo, args.levels)
                for name, picture in x.items()
            }
        )
    )


def jar_options(p):
    p.add_argument("--jar", default="imageio-nlc/target/nlc.jar", help="the Java command line")
    p.add_argument("--models", default="", metavar="PACKS", help="folder with more packs than the jar holds")


def base_option(p):
    p.add_argument(
        "--base", default="", help="the checkpoint that an entropy checkpoint builds on, if it does not lie beside it"
    )


def calibration_options(p, required=False):
    p.add_argument(
        "--calib",
        required=required,
        default="",
        help="folder of training tiles to calibrate and tune the integer networks on",
    )
    p.add_argument("--tiles", type=int, default=224, help="how many of them, evenly spaced")
    p.add_argument("--per-level", type=int, default=4, help="tiles per level for the ranges of activations")
    p.add_argument(
        "--steps",
        type=int,
        default=400,
        help="tuning steps with the quantisation in the loop; 0: post-training quantisation only",
    )
    p.add_argument("--lr", type=float, default=1e-4)
    p.add_argument("--seed", type=int, default=0)


def backbone_options(p):
    o = training.Options
    p.add_argument("--backbone", default=o.backbone, choices=list(BACKBONES))
    p.add_argument(
        "--widths",
        type=int,
        nargs="+",
        default=o.widths,
        metavar="N",
        help="transform and latent channels; nlaic takes a third number, for more latent than transform channels",
    )
    p.add_argument("--k", type=int, default=o.k, help="mixture components")


def parser():
    top = argparse.ArgumentParser(prog="python -m nlc_models", description="Networks of the NLC image codec.")
    top.add_argument(
        "--threads", type=int, default=0, help="CPU threads (default: all); on a busy machine one is often faster"
    )
    commands = top.add_subparsers(required=True, metavar="command")

    def command(name, run, text):
        p = commands.add_parser(name, help=text, description=text)
        p.set_defaults(run=run)
        return p

    o = training.Options
    p = command("train", run_train, "Train a codec for a number of minutes; --resume continues an interrupted run.")
    p.add_argument("name", help="writes NAME.pt, NAME.state and NAME.log")
    p.add_argument("--data", required=True, help="folder of tiles (webp, png, jpg) or a .npy of N x S x S x 3 uint8")
    p.add_argument("--eval", default="", help="folder of test pictures")
    backbone_options(p)
    p.add_argument("--context", default=o.context, choices=CONTEXTS)
    p.add_argument(
        "--distortion",
        default=o.distortion,
        choices=DISTORTIONS,
        help="mse: rate + lambda * 255^2 * MSE; ms-ssim: rate + lambda * (1 - MS-SSIM); mixed: MSE, MS-SSIM and texture",
    )
    p.add_argument(
        "--lambdas",
        type=float,
        nargs="+",
        default=o.lambdas,
        help="one per level, ascending; default: the published ones for the distortion",
    )
    p.add_argument("--minutes", type=float, default=o.minutes, help="time budget, over all resumptions")
    p.add_argument("--patch", type=int, default=o.patch, help="side of the crops, a multiple of 64")
    p.add_argument("--batch", type=int, default=o.batch)
    p.add_argument("--lr", type=float, default=o.lr, help="peak learning rate")
    # 10 let z die under a serial context: the prior had narrowed before h_a had learnt to say anything, and z stayed at zero. Fine-tuning keeps 1.
    p.add_argument(
        "--prior-lr",
        type=float,
        default=o.prior_lr,
        help="factor on the learning rate of z's prior; 1 when going on from trained weights",
    )
    p.add_argument("--optimizer", default=o.optimizer, choices=["adam", "muon"])
    p.add_argument("--eval-every", type=float, default=o.eval_every, metavar="MINUTES")
    p.add_argument(
        "--save-every",
        type=float,
        default=o.save_every,
        metavar="MINUTES",
        help="how often --resume's state is written",
    )
    p.add_argument("--init", default="", help="start from this checkpoint's weights, as far as shapes agree")
    p.add_argument("--widen", default="", help="start from this checkpoint of the same networks with fewer channels")
    p.add_argument("--klt", action="store_true", help="start from a hierarchical Karhunen-Loeve transform")
    p.add_argument(
        "--overlap",
        action="store_true",
        help="minnen2018, nlaic: with --klt, start from a lapped transform instead of one of blocks",
    )
    p.add_argument(
        "--open-gates", action="store_true", help="nlaic: open the attention gates, which --klt starts nearly closed"
    )
    p.add_argument(
        "--restart-hyper", action="store_true", help="start h_a and the prior of z anew, for a codec whose z has died"
    )
    p.add_argument(
        "--freeze-transforms", action="store_true", help="train only the entropy model (prior, h_a, h_s, head)"
    )
    p.add_argument("--compile", action="store_true", help="torch.compile")
    p.add_argument(
        "--graph",
        action="store_true",
        help="replay each step as one CUDA graph; much faster on a GPU where Python cannot launch kernels fast enough",
    )
    p.add_argument("--max-tiles", type=int, default=o.max_tiles)
    p.add_argument("--seed", type=int, default=0)
    p.add_argument("--device", default="auto", choices=["auto", "cpu", "cuda"])
    p.add_argument("--resume", action="store_true", help="continue from NAME.state")

    o = entropy_training.Options
    p = command(
        "train-entropy",
        run_train_entropy,
        "Train an entropy model on the frozen backbone of a checkpoint, on cached latents.",
    )
    p.add_argument(
        "name", help="writes NAME.pt (entropy model only), NAME.state and NAME.log; keep NAME.pt beside the base"
    )
    p.add_argument("--base", required=True, help="checkpoint with the backbone and the prior of z")
    p.add_argument("--data", required=True, help="folder of tiles (webp, png, jpg)")
    p.add_argument("--eval", default="", help="folder of test pictures")
    p.add_argument("--context", default=o.context, choices=CONTEXTS)
    p.add_argument("--k", type=int, default=o.k, help="mixture components")
    p.add_argument(
        "--minutes", type=float, default=o.minutes, help="time budget, over all resumptions; without making the cache"
    )
    p.add_argument("--batch", type=int, default=o.batch)
    p.add_argument("--side", type=int, default=o.side, help="side of the crops in latents, a multiple of 4")
    p.add_argument("--lr", type=float, default=o.lr, help="peak learning rate")
    p.add_argument(
        "--cache",
        default="",
        metavar="FILE",
        help="keeps the backbone's outputs for other runs on the same backbone and tiles",
    )
    p.add_argument("--tiles", type=int, default=o.tiles, help="how many tiles, evenly spaced; default: all")
    p.add_argument(
        "--init",
        default="",
        help="checkpoint whose entropy model to start from, as far as shapes agree; default: the base",
    )
    p.add_argument("--train-prior", action="store_true", help="train the prior of z as well")
    p.add_argument(
        "--freeze-hyper", action="store_true", help="slices: train only what they add to the checkerboard model"
    )
    p.add_argument(
        "--hyper-lr", type=float, default=o.hyper_lr, help="slices: factor on the learning rate of what they build on"
    )
    p.add_argument(
        "--hyper-analysis",
        default=o.hyper_analysis,
        choices=["fixed", "train", "restart"],
        help="h_a and the prior of z: fixed, trained as well, or trained from nothing; then NAME.pt is a whole codec, a new base",
    )
    p.add_argument("--eval-every", type=float, default=o.eval_every, metavar="MINUTES")
    p.add_argument("--eval-step", type=int, default=o.eval_step, help="take every n-th test picture")
    p.add_argument(
        "--save-every",
        type=float,
        default=o.save_every,
        metavar="MINUTES",
        help="how often --resume's state is written",
    )
    p.add_argument("--seed", type=int, default=0)
    p.add_argument("--resume", action="store_true", help="continue from NAME.state")

    p = command(
        "random-mask",
        run_random_mask,
        "Train a context under random masks on a frozen backbone, and tell what any set of neighbours saves.",
    )
    p.add_argument("--base", required=True, help="checkpoint with the backbone and the prior of z")
    p.add_argument("--data", default="", help="folder of training tiles")
    p.add_argument("--eval", required=True, help="folder of test pictures")
    p.add_argument(
        "--out",
        required=True,
        help="folder for table.md, masks.csv, single-levelL.png and random-mask.pt, .state, .log",
    )
    p.add_argument("--supernet", default="", help="measure this trained network; do not train")
    p.add_argument(
        "--levels", type=float, nargs="*", help="levels to measure; default: the middle one. Training covers all"
    )
    p.add_argument("--every", type=int, default=1, help="take every n-th picture")
    p.add_argument("--k", type=int, default=0, help="mixture components; default: the base's")
    p.add_argument("--minutes", type=float, default=30, help="time budget, over all resumptions")
    p.add_argument("--batch", type=int, default=o.batch, help="crops a step, each with a mask of its own")
    p.add_argument("--side", type=int, default=o.side, help="side of the crops in latents, a multiple of 4")
    p.add_argument("--lr", type=float, default=o.lr, help="peak learning rate")
    p.add_argument(
        "--cache",
        default="",
        metavar="FILE",
        help="keeps the backbone's outputs for other runs on the same backbone and tiles",
    )
    p.add_argument("--tiles", type=int, default=o.tiles, help="how many tiles, evenly spaced; default: all")
    p.add_argument("--init", default="", help="start from the entropy model in this checkpoint, as far as shapes agree")
    p.add_argument("--seed", type=int, default=0)
    p.add_argument("--resume", action="store_true", help="continue from random-mask.state")

    o = residual.Options
    p = command(
        "train-residual",
        run_train_residual,
        "Add latent residual prediction to a checkpoint, trained through its frozen synthesis.",
    )
    p.add_argument("checkpoint")
    base_option(p)
    p.add_argument("--out", default="", help="checkpoint to write; default: the same")
    p.add_argument("--data", required=True, help="folder of tiles (webp, png, jpg)")
    p.add_argument("--eval", default="", help="folder of test pictures")
    p.add_argument("--eval-step", type=int, default=o.eval_step, help="take every n-th test picture")
    p.add_argument("--minutes", type=float, default=o.minutes)
    p.add_argument("--batch", type=int, default=o.batch)
    p.add_argument("--lr", type=float, default=o.lr, help="peak learning rate")
    p.add_argument("--cache", default="", metavar="FILE", help="as of train-entropy")
    p.add_argument("--tiles", type=int, default=o.tiles, help="how many tiles, evenly spaced; default: all")
    p.add_argument("--seed", type=int, default=0)

    p = command("quantize", run_quantize, "Add integer entropy networks to a checkpoint and refit its prior of z.")
    p.add_argument("checkpoint")
    base_option(p)
    p.add_argument("--out", required=True, help="checkpoint to write")
    calibration_options(p, required=True)

    p = command("evaluate", run_evaluate, "Rate, PSNR and MS-SSIM per level over a folder of pictures.")
    p.add_argument("checkpoint")
    base_option(p)
    p.add_argument("--kodak", required=True, help="folder of test pictures")
    p.add_argument("--integer", action="store_true", help="also measure the integer networks, by exact code length")
    p.add_argument("--levels", type=float, nargs="*", help="default: all whole levels")
    p.add_argument("--every", type=int, default=1, help="take every n-th picture")
    p.add_argument("--no-psnr", action="store_true", help="rates only, no PSNR and no MS-SSIM (much faster)")
    p.add_argument("--json", action="store_true")
    calibration_options(p)

    p = command("estimate", run_estimate, "Entropy of one picture's latents, to compare with the size of a real file.")
    p.add_argument("checkpoint")
    base_option(p)
    p.add_argument("image")
    p.add_argument("--quality", type=float, required=True, help="0..1")
    p.add_argument("--json", action="store_true")

    p = command("compare-contexts", run_compare_contexts, "Rates of several entropy models on the very same latents.")
    p.add_argument(
        "checkpoint",
        nargs="+",
        help="entropy models on one backbone; the first one is what the others are measured against",
    )
    base_option(p)
    p.add_argument("--kodak", required=True, help="folder of test pictures")
    p.add_argument(
        "--float",
        action="store_true",
        help="likelihoods of the float networks, not the exact code length of the integer ones",
    )
    p.add_argument("--levels", type=float, nargs="*", help="default: all whole levels")
    p.add_argument("--every", type=int, default=1, help="take every n-th picture")
    p.add_argument("--json", action="store_true")
    p.add_argument("--markdown", action="store_true", help="a Markdown table")

    p = command(
        "describe", run_describe, "Layers, parameters, multiply-accumulates and coding steps of networks, in Markdown."
    )
    p.add_argument(
        "checkpoint", nargs="?", default="", help="describe this one; else the networks that the options name"
    )
    base_option(p)
    backbone_options(p)
    p.add_argument(
        "--context",
        nargs="+",
        default=[training.Options.context],
        choices=CONTEXTS,
        help="one or more entropy models on the backbone",
    )
    p.add_argument(
        "--residual", nargs="+", default=[], choices=CONTEXTS, help="those of them with latent residual prediction"
    )
    p.add_argument(
        "--update",
        nargs="+",
        default=[],
        metavar="PAGE",
        help="rewrite Markdown pages between markers '<!-- describe OPTIONS -->' and '<!-- end of describe -->' instead",
    )

    p = command(
        "report",
        run_report,
        "Rate-distortion report: packs, conventional codecs and published curves as tables and pictures.",
    )
    p.add_argument("--kodak", required=True, help="folder of test pictures")
    p.add_argument(
        "--out",
        required=True,
        help="folder of the report; what its rd.csv holds is not measured again unless it is named",
    )
    jar_options(p)
    p.add_argument(
        "--packs",
        metavar="A,B,...",
        help="packs to measure, '' for none; default: those installed that rd.csv does not hold as they are now",
    )
    p.add_argument(
        "--codecs",
        metavar="A,B,...",
        help=f"of {', '.join(report.LABELS)}: measure these, '' for none; default: those that rd.csv does not hold",
    )
    p.add_argument(
        "--bench",
        nargs="+",
        default=[],
        metavar="JSON",
        help="output of 'nlc bench --json' on the same pictures, in the place of a run here",
    )
    p.add_argument(
        "--anchors",
        default="",
        metavar="CSV",
        help="published curves, in the columns of rd.csv; default: those that rd.csv holds",
    )

    p = command(
        "ablate",
        run_ablate,
        "What each part of NLAIC is worth: small codecs, each without one part, trained for equal minutes. Goes on where it was cut off.",
    )
    p.add_argument("--data", required=True, help="folder of tiles")
    p.add_argument("--eval", required=True, help="folder of test pictures")
    p.add_argument("--out", required=True, help="folder of the results and of small checkpoints")
    p.add_argument(
        "--minutes",
        type=float,
        default=4,
        help="of each training from the start; entropy models on a frozen backbone get half of it",
    )
    p.add_argument("--eval-step", type=int, default=6, help="take every n-th test picture")

    p = command(
        "recipes",
        run_recipes,
        "Training recipes compared on a small codec, equal minutes each. Goes on where it was cut off.",
    )
    p.add_argument("--data", required=True, help="folder of tiles")
    p.add_argument("--eval", required=True, help="folder of test pictures")
    p.add_argument("--out", required=True, help="folder of the results and of small checkpoints")
    p.add_argument("--minutes", type=float, default=2)
    p.add_argument("--eval-step", type=int, default=6, help="take every n-th test picture")

    p = command(
        "attention",
        run_attention,
        "What NLAIC's attention looks at beside where its bits go: figures and rank correlations.",
    )
    p.add_argument("checkpoint")
    p.add_argument("pictures", nargs="+")
    p.add_argument("--out", required=True, help="folder of the figures")
    p.add_argument("--level", type=float, help="whose bits are shown; default: the middle one")

    p = command("seams", run_seams, "What tiles with halos cost against a picture in one piece.")
    p.add_argument("checkpoint")
    p.add_argument("pictures", nargs="+")
    p.add_argument("--tile", type=int, nargs=2, default=[512, 1024], metavar=("H", "W"), help="pixels, multiples of 64")
    p.add_argument("--halo", type=int, default=32, help="pixels, a multiple of 16")
    p.add_argument("--levels", type=float, nargs="+", default=[1, 4, 7])

    p = command(
        "sheet", run_sheet, "Contact sheets: parts of pictures as packs, JPEG and WebP keep them at equal rates."
    )
    p.add_argument("--recipe", required=True, metavar="TOML", help="which parts of which pictures")
    p.add_argument("--pictures", required=True, help="folder of those pictures")
    p.add_argument("--out", required=True, help="folder of the sheets")
    p.add_argument("--packs", required=True, metavar="A,B,...")
    p.add_argument("--rates", type=float, nargs="+", default=[0.15, 0.3, 0.6], metavar="BPP")
    jar_options(p)

    p = command(
        "metrics",
        run_metrics,
        "How far the metrics of the Java command line are from those of this package, on decoded pictures.",
    )
    p.add_argument("--kodak", required=True, help="folder of test pictures")
    p.add_argument("--model", default="", metavar="PACK", help="default: that of the command line")
    p.add_argument("--rates", type=float, nargs="+", default=[0.15, 0.5, 1.0], metavar="BPP")
    jar_options(p)

    p = command("export", run_export, "Write a model pack: ONNX networks and pack.json.")
    p.add_argument("checkpoint", help="from 'quantize', or from 'train' together with --calib")
    base_option(p)
    p.add_argument("--name", required=True, help="family/entropy-model")
    p.add_argument("--out", required=True, help="folder of the pack")
    p.add_argument(
        "--share",
        default="",
        metavar="PACKS",
        help="folder of packs that --out lies in, as PACKS/family/entropy-model: transforms that another pack of the family holds "
        "byte by byte are named instead of written",
    )
    p.add_argument(
        "--extend",
        type=float,
        default=0,
        metavar="SHARE",
        help="move the gains of the highest level on by this share of the step below it",
    )
    p.add_argument("--description", default="")
    p.add_argument("--licence", default="")
    p.add_argument("--training", default="", help="JSON file that is merged into the manifest's 'training'")
    p.add_argument("--estimate", default="", help="JSON file (of 'evaluate --json') for the manifest's 'estimate'")
    calibration_options(p)

    p = command(
        "preview",
        run_preview,
        "Give packs a network that shows a picture at half its size before the synthesis is done; their digests stay.",
    )
    p.add_argument(
        "packs",
        nargs="+",
        metavar="PACK",
        help="folder of a pack, family/entropy-model; those of a family share what the first one gets",
    )
    p.add_argument("--data", required=True, help="folder of training tiles")
    p.add_argument("--tiles", type=int, default=64, help="how many of them, evenly spaced")

    p = command(
        "export-all",
        run_export_all,
        "Make the packs of a recipe from their checkpoints: fit entropy models whose backbone has changed, quantise, export what is not up to date.",
    )
    p.add_argument(
        "--recipe",
        default="models-onnx/packs.toml",
        help="TOML file (see nlc_models/export_all.py); default: %(default)s",
    )
    p.add_argument("--checkpoints", default="models-onnx/checkpoints", metavar="DIR", help="default: %(default)s")
    p.add_argument("--data", required=True, help="folder of training tiles")
    p.add_argument(
        "--out",
        default="models-onnx/src/main/resources/META-INF/nlc/packs",
        metavar="PACKS",
        help="default: %(default)s",
    )
    p.add_argument(
        "--work",
        default="work",
        metavar="DIR",
        help="keeps cached latents and integer checkpoints; default: %(default)s",
    )
    p.add_argument("--only", nargs="+", default=[], metavar="NAME", help="these packs (shell wildcards); default: all")
    p.add_argument("--refit", action="store_true", help="fit entropy models even if their backbone has not changed")
    p.add_argument("--dry-run", action="store_true", help="say what would be done")
    return top


def main(arguments=None):
    args = parser().parse_args(arguments)
    memory.keep()
    if args.threads:
        torch.set_num_threads(args.threads)
    try:
        args.run(args)
    except (ValueError, OSError) as e:
        print(f"nlc_models: {e}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    return 0


if __name__ == "__main__":
    sys.exit(main())
