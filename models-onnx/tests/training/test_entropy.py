"""Training entropy models on a frozen backbone: small checkpoints, resumption, what is taken over."""

from pathlib import Path

import pytest
import torch
from PIL import Image
from support import make_codec, picture, tensor

from nlc_models.codec import checkpoint, images, latents
from nlc_models.codec.likelihood import split_parameters
from nlc_models.training import residual
from nlc_models.training.entropy import EntropyTrainer, Options
from nlc_models.training.features import views


@pytest.fixture
def place(tmp_path):
    """A folder with a base checkpoint and training tiles."""
    (tmp_path / "tiles").mkdir()
    for i in range(4):
        Image.fromarray(picture(i, 128, 192)).save(tmp_path / "tiles" / f"{i}.png")
    checkpoint.save(tmp_path / "base.pt", make_codec(), training=dict(data="tiles", stages=[dict(steps=1)]))
    return tmp_path


def options(place, name="run", **more):
    settings = dict(
        name=str(place / name),
        base=str(place / "base.pt"),
        data=str(place / "tiles"),
        context="none",
        side=8,
        batch=4,
        threads=1,
        lr=2e-3,
    )
    return Options(**{**settings, **more})


def bits(path):
    codec, _ = checkpoint.load(path)
    with torch.no_grad():
        return sum(
            codec.bits(y, z)[0].item()
            for z, y in (latents.rounded(codec, codec.g_a(tensor(i) - 0.5), 5) for i in range(4))
        )


@pytest.mark.parametrize(
    "context", ["none", "serial", "checkerboard", "random", "context3d", "context3d-serial", "mlic", "mlic-plus"]
)
def test_training_saves_bits_and_keeps_the_backbone(place, context):
    EntropyTrainer(options(place, "start", context=context), stop_after=0).run()
    EntropyTrainer(options(place, context=context), stop_after=60).run()
    assert bits(place / "run.pt") < bits(place / "start.pt")
    base, _ = checkpoint.load(place / "base.pt")
    codec, stored = checkpoint.load(place / "run.pt")
    assert codec.context == context and checkpoint.backbone_digest(codec) == checkpoint.backbone_digest(base)
    assert all(k.startswith(("h_s.", "head.")) for k in stored["state"])
    assert [s["steps"] for s in stored["training"]["stages"]] == [1, 60]


def test_hyper_analysis_that_has_died_is_brought_back_to_life(place):
    dead = make_codec()
    with torch.no_grad():
        dead.h_a[-1].weight.zero_()
        dead.h_a[-1].bias.zero_()
    checkpoint.save(place / "base.pt", dead)
    EntropyTrainer(options(place, context="serial", hyper_analysis="restart"), stop_after=30).run()
    codec, stored = checkpoint.load(place / "run.pt")
    assert "base" not in stored and all(
        torch.equal(v, dead.state_dict()[k].half().float()) for k, v in codec.state_dict().items() if k.startswith("g_")
    )
    with torch.no_grad():
        z, _ = latents.rounded(codec, codec.g_a(tensor(1) - 0.5), 5)
        was, _ = latents.rounded(dead, dead.g_a(tensor(1) - 0.5), 5)
    assert was.abs().max() == 0 and z.abs().max() > 0


def own_z(place, name="run", **more):
    """A checkerboard with a z of its own on the base; returns its codec and the dictionary."""
    EntropyTrainer(options(place, name, hyper_analysis="own", **more), stop_after=20).run()
    return checkpoint.load(place / f"{name}.pt")


def test_z_of_its_own_lies_in_the_entropy_checkpoint_and_leaves_the_base_alone(place):
    codec, stored = own_z(place, context="checkerboard")
    base, _ = checkpoint.load(place / "base.pt")
    assert stored["base_digest"] == checkpoint.backbone_digest(base)
    assert {k.split(".")[0] for k in stored["state"]} == {"h_a", "h_s", "head", "prior"}
    shared = checkpoint.TRANSFORMS
    assert checkpoint.backbone_digest(codec, shared) == checkpoint.backbone_digest(base, shared)
    y = base.g_a(tensor(1) - 0.5)
    with torch.no_grad():
        own, was = latents.rounded(codec, y, 7)[0], latents.rounded(base, y, 7)[0]
    assert own.abs().max() > 0 and not torch.equal(own, was)


def test_z_of_its_own_goes_on_from_another_entropy_model(place):
    first, _ = own_z(place, "first", context="checkerboard")
    EntropyTrainer(options(place, init=str(place / "first.pt"), hyper_analysis="own"), stop_after=0).run()
    second, _ = checkpoint.load(place / "run.pt")
    for name in ("h_a", "prior", "h_s"):
        one, other = (getattr(c, name).state_dict() for c in (first, second))
        assert all(torch.equal(one[k], other[k]) for k in one)
    with pytest.raises(ValueError, match="z of its own"):
        EntropyTrainer(options(place, init=str(place / "first.pt")))


def test_weights_that_did_best_on_tiles_held_out_are_kept(place):
    trainer = EntropyTrainer(options(place, hold_out=3, turns=2, lr=1e-2), stop_after=5)
    assert len(trainer.crops.cached) == 4 and len(trainer.held_out.crops) == 8
    trainer.run()
    best = {k: v.half().float() for k, v in trainer.held_out.best.items()}
    lowest = trainer.held_out.lowest
    with torch.no_grad():
        for p in trainer.parameters:
            p.mul_(3)
        for value in trainer.average.values:
            value.mul_(3)
    trainer.evaluate()
    assert trainer.held_out.lowest == lowest < 1.2
    trainer.save()
    stored = checkpoint.read(place / "run.pt")["state"]
    assert all(torch.equal(stored[k].float(), v) for k, v in best.items() if "ctx" not in k)


def test_resumed_run_remembers_what_did_best(place):
    EntropyTrainer(options(place, hold_out=2), stop_after=2).run()
    lowest = EntropyTrainer(options(place, hold_out=2, resume=True)).held_out.lowest
    assert 0 < lowest < float("inf")


def test_resumed_run_equals_an_uninterrupted_one(place):
    EntropyTrainer(options(place, "whole", minutes=1e9), stop_after=8).run()
    EntropyTrainer(options(place, "parts", minutes=1e9), stop_after=5).run()
    EntropyTrainer(options(place, "parts", minutes=1e9, resume=True), stop_after=3).run()
    whole, parts = (checkpoint.read(place / f"{n}.pt")["state"] for n in ("whole", "parts"))
    assert all(torch.equal(whole[k], parts[k]) for k in whole)


def test_hyperprior_takes_the_anchors_part_of_a_checkerboard_head(place):
    EntropyTrainer(options(place), stop_after=0).run()
    base, _ = checkpoint.load(place / "base.pt")
    codec, _ = checkpoint.load(place / "run.pt")
    hyper, y = torch.randn(1, 24, 4, 4), torch.zeros(1, 12, 4, 4)
    with torch.no_grad():
        torch.testing.assert_close(
            codec.head(hyper, y)[..., 0, 0], base.head(hyper, y)[..., 0, 0], rtol=1e-3, atol=1e-3
        )


@pytest.mark.parametrize("context", ["serial", "context3d"])
def test_several_gaussians_start_where_one_has_ended(place, context):
    checkpoint.save(place / "base.pt", make_codec(context=context, k=1), training=dict(stages=[]))
    EntropyTrainer(options(place, context=context, k=3), stop_after=0).run()
    (base, _), (codec, _) = checkpoint.load(place / "base.pt"), checkpoint.load(place / "run.pt")
    with torch.no_grad():
        z, y = latents.rounded(base, base.g_a(tensor(1) - 0.5), 5)
        one, three = (split_parameters(c.head(c.h_s(z), y), c.m, c.k) for c in (base, codec))
        torch.testing.assert_close(three[:, 0], one[:, 0].expand_as(three[:, 0]), rtol=1e-2, atol=2e-2)
        torch.testing.assert_close(three[:, 1, 1], one[:, 1, 0], rtol=1e-2, atol=2e-2)
        assert codec.bits(y, z)[0].item() < 1.1 * base.bits(y, z)[0].item() and three[:, 2].abs().max() == 0


@pytest.mark.parametrize("context", ["mlic", "mlic-plus"])
def test_slices_start_near_the_checkerboard_they_build_on(place, context):
    EntropyTrainer(options(place, context=context), stop_after=0).run()
    assert bits(place / "run.pt") < 1.05 * bits(place / "base.pt")


def test_frozen_network_of_the_checkerboard_stays(place):
    EntropyTrainer(options(place, context="mlic", freeze_hyper=True), stop_after=3).run()
    base, run = (checkpoint.read(place / f"{n}.pt")["state"] for n in ("base", "run"))
    assert all(torch.equal(run[k], base[k]) for k in run if "slices" not in k)
    assert not torch.equal(run["head.slices.1.others.weight"], torch.zeros_like(run["head.slices.1.others.weight"]))


def test_slices_build_on_another_runs_own_z(place):
    first, _ = own_z(place, "first", context="checkerboard")
    more = dict(context="mlic", init=str(place / "first.pt"), hyper_analysis="own")
    EntropyTrainer(options(place, **more, freeze_hyper=True), stop_after=3).run()
    frozen, _ = checkpoint.load(place / "run.pt")
    EntropyTrainer(options(place, "learning", **more), stop_after=3).run()
    learning, _ = checkpoint.load(place / "learning.pt")
    was, same, other = (c.h_a.state_dict()["0.weight"] for c in (first, frozen, learning))
    assert torch.equal(same, was) and not torch.equal(other, was)


def test_entropy_model_of_other_weights_is_refused(place):
    EntropyTrainer(options(place), stop_after=0).run()
    codec, _ = checkpoint.load(place / "base.pt")
    codec.log_gain.data += 0.5
    checkpoint.save(place / "base.pt", codec)
    with pytest.raises(ValueError, match="other weights"):
        checkpoint.load(place / "run.pt")
    (place / "base.pt").unlink()
    with pytest.raises(FileNotFoundError, match="--base"):
        checkpoint.load(place / "run.pt")


def test_cache_of_another_backbone_is_not_used(place, capsys):
    cache = str(place / "cache.pt")
    first = EntropyTrainer(options(place, cache=cache)).crops.cached
    again = EntropyTrainer(options(place, cache=cache)).crops.cached
    assert all(torch.equal(a, b) for a, b in zip(first, again)) and "written anew" not in capsys.readouterr().out
    codec, _ = checkpoint.load(place / "base.pt")
    codec.g_a[0].a.weight.data *= 1.1
    checkpoint.save(place / "base.pt", codec)
    other = EntropyTrainer(options(place, cache=cache)).crops.cached
    assert "written anew" in capsys.readouterr().out and not torch.equal(first[0], other[0])


def test_cache_gives_what_it_has_and_adds_what_it_lacks(place):
    cache = str(place / "cache.pt")
    first = EntropyTrainer(options(place, cache=cache)).crops.cached
    before = Path(cache).read_bytes()
    part = EntropyTrainer(options(place, cache=cache, tiles=2)).crops.cached
    assert Path(cache).read_bytes() == before and torch.equal(part[1], first[2])
    more = EntropyTrainer(options(place, cache=cache, turns=2)).crops.cached
    assert len(more) == 8 and all(torch.equal(a, b) for a, b in zip(first, more))
    assert len(checkpoint.read(cache)["files"]) == 8


def test_views_are_of_all_orientations_and_each_differs():
    files = [Path(f"{i}.png") for i in range(9)]
    shown = views(files, 8)
    assert [v.turn for v in shown[:9]] == [0] * 9 and len({v.name for v in shown}) == 72
    x = torch.arange(6).view(2, 3)
    assert len({tuple(images.turned(x, t).flatten().tolist()) + images.turned(x, t).shape for t in range(8)}) == 8
    assert images.turned(x, 5).tolist() == [[2, 5], [1, 4], [0, 3]]
    with pytest.raises(ValueError, match="turns"):
        views(files, 9)


def test_residual_brings_pictures_closer_and_stays_within_half(place):
    EntropyTrainer(options(place, context="mlic"), stop_after=0).run()
    tiles = str(place / "tiles")
    o = residual.Options(checkpoint=str(place / "run.pt"), data=tiles, eval=tiles, eval_step=1, side=8, lr=5e-3)
    assert sum(residual.train(o, stop_after=60)) > 0
    codec, stored = checkpoint.load(place / "run.pt")
    assert stored["residual"] and "base" in stored
    z, y = latents.rounded(codec, codec.g_a(tensor(1) - 0.5), 4)
    with torch.no_grad():
        r = codec.residual(codec.h_s(z), 100 * y)
    assert 0 < r.abs().max() <= 0.5
