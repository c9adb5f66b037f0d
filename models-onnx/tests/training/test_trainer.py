import math

import pytest
import torch
from PIL import Image
from support import make_codec, picture, tensor

from nlc_models.codec import checkpoint, images, klt, layers, networks, precision, restart
from nlc_models.codec.backbones import BACKBONES
from nlc_models.codec.networks import Codec
from nlc_models.training import data, objective
from nlc_models.training.run import learning_rate
from nlc_models.training.trainer import Options, Trainer


def options(tmp_path, tiles, **more):
    # a budget that is never reached: the learning rate then does not depend on the clock
    return Options(
        **{
            **dict(
                name=str(tmp_path / "run"),
                data=str(tiles),
                backbone="minnen2018",
                widths=(4, 6),
                k=1,
                minutes=1e6,
                patch=64,
                batch=2,
                lr=1e-2,
                threads=1,
                device="cpu",
            ),
            **more,
        }
    )


def test_training_few_steps_moves_every_weight_and_writes_a_checkpoint(tmp_path, tiles):
    t = Trainer(options(tmp_path, tiles, klt=True), stop_after=8)
    before = {k: v.clone() for k, v in t.codec.state_dict().items()}
    t.run()
    # a KLT start makes z zero at first, and so the gradient of the first weights that it meets
    assert [n for n, p in t.codec.named_parameters() if torch.equal(before[n], p)] in ([], ["h_s.0.weight"])
    codec, raw = checkpoint.load(tmp_path / "run.pt")
    assert codec.widths == (4, 6) and raw["training"]["stages"][-1]["steps"] == 8
    assert "DONE step 8" in (tmp_path / "run.log").read_text()


def test_tiles_that_are_held_out_are_drawn_by_nobody_else(tmp_path):
    for i in range(5):
        Image.new("RGB", (64, 64), (50 * i, 0, 0)).save(tmp_path / f"{i}.png")
    tiles = data.Tiles(tmp_path, 64)
    held = tiles.hold_out(3, seed=1)
    seen = [sorted({round(255 * v.item()) for v in t.batch(40)[:, 0, 0, 0]}) for t in (held, tiles)]
    assert seen == [[0, 150], [50, 100, 200]] and (held.pixels, tiles.pixels) == (2 * 64**2, 3 * 64**2)
    with pytest.raises(ValueError, match="of 3 tiles one in 1 cannot be held out"):
        tiles.hold_out(1, seed=1)


def test_end_of_a_training_computes_with_float32(tmp_path, tiles, monkeypatch):
    monkeypatch.setattr(precision, "bfloat16", lambda device: True)
    t = Trainer(options(tmp_path, tiles, float_end=0.25))
    seen = []
    t.codec.g_s.register_forward_hook(lambda *_: seen.append(torch.is_autocast_enabled("cpu")))
    for progress in (0, 0.7, 0.76, 0.99):
        t.train_step(progress)
    assert seen == [True, True, False, False]
    with pytest.raises(ValueError, match="float_end must be 0 to 1"):
        options(tmp_path, tiles, float_end=2)


def test_resume_after_an_interruption_continues_exactly(tmp_path, tiles):
    straight = Trainer(options(tmp_path, tiles, name=str(tmp_path / "a"), klt=True), stop_after=6)
    straight.run()
    Trainer(options(tmp_path, tiles, name=str(tmp_path / "b"), klt=True), stop_after=3).run()
    resumed = Trainer(options(tmp_path, tiles, name=str(tmp_path / "b"), resume=True), stop_after=3)
    assert resumed.step == 3
    resumed.run()
    assert resumed.step == 6
    for (n, p), q in zip(straight.codec.named_parameters(), resumed.codec.parameters()):
        torch.testing.assert_close(p, q, rtol=1e-5, atol=1e-7, msg=n)
    for n, v in straight.average.state.items():
        torch.testing.assert_close(v, resumed.average.state[n], rtol=1e-5, atol=1e-7, msg=n)


def test_resume_other_widths_is_refused(tmp_path, tiles):
    Trainer(options(tmp_path, tiles), stop_after=1).run()
    with pytest.raises(ValueError, match="widths"):
        Trainer(options(tmp_path, tiles, widths=(4, 8), resume=True))


@pytest.mark.parametrize(("backbone", "widths"), [("minnen2018", (20, 6)), ("swift", (4, 40))])
def test_restart_hyper_brings_a_dead_z_back_without_touching_what_the_head_sees(tmp_path, tiles, backbone, widths):
    dead = make_codec(backbone, widths, "serial", 1)  # more channels of z than begin anew
    with torch.no_grad():
        dead.h_a[-1].weight.zero_()
        dead.h_a[-1].bias.zero_()
    checkpoint.save(tmp_path / "dead.pt", dead, training=dict(stages=[]))
    t = Trainer(
        options(
            tmp_path,
            tiles,
            backbone=backbone,
            widths=widths,
            context="serial",
            init=str(tmp_path / "dead.pt"),
            restart_hyper=True,
        ),
        stop_after=8,
    )
    with torch.no_grad():
        y = t.codec.g_a(tensor(1) - 0.5) * t.codec.gains(torch.tensor([4.0]))[0]
        z = t.codec.h_a(y)
        assert (z.std((0, 2, 3)) > 0.2).sum() == restart.ALIVE and z[:, restart.ALIVE :].abs().max() == 0
        torch.testing.assert_close(t.codec.h_s(z), dead.h_s(torch.zeros_like(z)), rtol=1e-2, atol=1e-3)
    first = restart.beginning(t.codec.h_s)
    before = first.weight.clone()
    t.run()
    assert not torch.equal(before, first.weight)


def test_restart_hyper_nlaic_is_refused(tmp_path, tiles):
    with pytest.raises(ValueError, match="z of nlaic cannot be started anew"):
        Trainer(options(tmp_path, tiles, backbone="nlaic", widths=(4, 8), context="context3d", restart_hyper=True))


def test_restart_hyper_gradient_of_the_rate_of_z_is_held_back_at_first(tmp_path, tiles):
    assert [
        restart.annealing(p) for p in (0, restart.BEGIN, (restart.BEGIN + restart.END) / 2, restart.END, 1)
    ] == pytest.approx([0, 0, 0.5, 1, 1])
    codec = make_codec("minnen2018", (8, 6), "serial", 1).train()

    def gradient(factor):
        codec.zero_grad()
        torch.manual_seed(1)
        codec.hyper_annealing = torch.tensor(factor)
        codec(tensor(1)[..., :64, :64], torch.tensor([3.0]))[2].sum().backward()
        return codec.h_a[-1].weight.grad.clone(), codec.prior.logscale.grad.clone()

    held, half, free = (gradient(p) for p in (0.0, 0.5, 1.0))
    assert held[0].abs().max() == 0 and free[0].abs().max() > 0
    torch.testing.assert_close(2 * half[0], free[0])
    assert torch.equal(held[1], free[1])


def test_widen_starts_with_what_the_narrow_codec_does(tmp_path, tiles):
    torch.manual_seed(3)
    narrow = Codec("nlaic", (4, 8), "context3d", 1)
    checkpoint.save(tmp_path / "narrow.pt", narrow, training=dict(stages=[dict(steps=7)]))
    narrow, _ = checkpoint.load(tmp_path / "narrow.pt")
    t = Trainer(
        options(
            tmp_path, tiles, backbone="nlaic", widths=(4, 8, 12), context="context3d", widen=str(tmp_path / "narrow.pt")
        ),
        stop_after=0,
    )
    wide, q = t.codec, torch.tensor([6.0])
    with torch.no_grad():
        y, was = (c.g_a(tensor(1) - 0.5) * c.gains(q)[0] for c in (wide, narrow))
        scale = was.square().mean().sqrt()
        assert (y[:, :8] - was).square().mean().sqrt() < 0.05 * scale
        assert wide.h_s(torch.zeros(1, 8, 4, 4)).shape[1] == 24 and wide.hyper_channels == 8
    t.run()
    codec, raw = checkpoint.load(tmp_path / "run.pt")
    assert (
        codec.widths == (4, 8, 12)
        and [s["steps"] for s in raw["training"]["stages"]] == [7, 0]
        and raw["training"]["stages"][-1]["init"] == "narrow.pt"
    )


def test_init_and_widen_together_are_refused(tmp_path, tiles):
    with pytest.raises(ValueError, match="init and widen"):
        options(tmp_path, tiles, init="a.pt", widen="b.pt")


@pytest.mark.parametrize(
    ("backbone", "widths", "context"), [("minnen2018", (4, 8), "serial"), ("nlaic", (4, 8), "context3d-serial")]
)
def test_widen_other_networks_or_fewer_channels_is_refused(tmp_path, backbone, widths, context):
    wide = Codec(backbone, widths, context, 1)
    for narrow in (
        Codec("minnen2018", (4, 6), "serial", 1),
        Codec("nlaic", (4, 8, 12), "context3d", 1),
        Codec("nlaic", (4, 12), "context3d-serial", 1),
        Codec(backbone, widths, context, 3),
    ):
        with pytest.raises(ValueError, match="cannot widen"):
            checkpoint.widen(wide, narrow)


def test_nan_loss_rolls_back_to_the_snapshot(tmp_path, tiles):
    t = Trainer(options(tmp_path, tiles, klt=True), stop_after=1)
    good = {k: v.clone() for k, v in t.snapshot.items()}
    with torch.no_grad():
        t.codec.g_a[0].weight.fill_(math.nan)
    t.run()
    assert t.peak == pytest.approx(5e-3)
    assert all(torch.equal(good[k], v) for k, v in t.codec.state_dict().items())
    assert "not finite" in (tmp_path / "run.log").read_text()


@pytest.mark.parametrize("optimizer", ["adam", "muon"])
def test_training_one_batch_over_and_over_lowers_the_loss(tmp_path, tiles, optimizer):
    t = Trainer(options(tmp_path, tiles, klt=True, optimizer=optimizer, lr=3e-3))
    x = t.tiles.batch(2)
    t.tiles.batch = lambda n: x
    t.codec.eval()
    q = torch.tensor([1.0, 5.0])
    lam = torch.exp(t.codec.interpolate(t.log_lambda, q))

    def loss():
        with torch.no_grad():
            xh, by, bz = t.codec(x, q)
            return objective.tile_loss((x - xh).square().mean((1, 2, 3)) * 255**2, by + bz, lam).mean().item()

    before = loss()
    t.codec.train()
    for t.step in range(30):
        t.train_step(0.0)
    t.codec.eval()
    assert loss() < 0.9 * before


def test_freeze_transforms_leaves_them_alone(tmp_path, tiles):
    t = Trainer(options(tmp_path, tiles, freeze_transforms=True), stop_after=2)
    before = {n: p.clone() for n, p in t.codec.named_parameters()}
    t.run()
    moved = {n.split(".")[0] for n, p in t.codec.named_parameters() if not torch.equal(before[n], p)}
    assert moved == {"h_a", "h_s", "head", "prior"}


def test_init_takes_weights_and_history(tmp_path, tiles):
    Trainer(options(tmp_path, tiles, klt=True), stop_after=2).run()
    t = Trainer(options(tmp_path, tiles, name=str(tmp_path / "second"), init=str(tmp_path / "run.pt")), stop_after=1)
    assert torch.equal(t.codec.g_a[0].weight, checkpoint.load(tmp_path / "run.pt")[0].g_a[0].weight)
    t.run()
    assert [s["steps"] for s in checkpoint.read(tmp_path / "second.pt")["training"]["stages"]] == [2, 1]


def test_learning_rate_warms_up_and_anneals():
    assert learning_rate(1.0, 0, 0.0) == pytest.approx(1 / 300)
    assert learning_rate(1.0, 1000, 0.0) == 1.0
    assert learning_rate(1.0, 1000, 0.5) == pytest.approx(0.505)
    assert learning_rate(1.0, 1000, 1.0) == pytest.approx(0.01)


@pytest.mark.parametrize("backbone", BACKBONES)
def test_klt_start_is_a_working_transform_coder(backbone):
    torch.manual_seed(0)
    codec = Codec(backbone, (8, 24), "none", 1)
    x = torch.cat([tensor(i) for i in range(3)])
    random = (codec.eval()(x, torch.full((3,), 7.0))[0] - x).square().mean().item()
    klt.initialise(codec, x)
    with torch.no_grad():
        xh, by, bz = codec.eval()(x, torch.full((3,), 7.0))
    assert (xh - x).square().mean().item() < 0.1 * random


def test_stage_to_a_quarter_is_the_projection_of_its_patch_and_the_way_back_its_inverse():
    torch.manual_seed(0)
    x = torch.rand(2, 3, 16, 24) - 0.5
    down, up = torch.nn.Conv2d(3, 48, 8, 4, 2), layers.subpel(48, 3, 4)
    with torch.no_grad():
        e = klt.pca(x, 48, side=4)
        up[0].weight.zero_()
        klt.set_down(down, e, noise=0)
        klt.set_subpel(up, e)
        y = down(x)
        assert y.shape == (2, 48, 4, 6)
        torch.testing.assert_close(y.square().sum(), x.square().sum())
        patch = (e * x[0, :, 4:8, 8:12]).sum((1, 2, 3))
        torch.testing.assert_close(y[0, :, 1, 2], patch)
        torch.testing.assert_close(up(y), x)
    energies = y.square().mean((0, 2, 3))
    assert (energies.diff() < 1e-6).all() and energies[0] > 10 * energies[-1]


@pytest.mark.parametrize("angle", [-35, 0, 20])
def test_overlapping_stage_is_orthonormal_and_its_transpose_the_inverse(angle):
    torch.manual_seed(0)
    x = torch.zeros(2, 3, 32, 32)
    x[:, :, 6:-6, 6:-6] = torch.rand(2, 3, 20, 20) - 0.5  # away from the border, where zeros are padded
    e = klt.pca(x, 12, angle)
    y = klt.project(x, e)
    assert torch.allclose(y.square().sum(), x.square().sum(), rtol=1e-4)
    assert torch.allclose(torch.nn.functional.conv_transpose2d(y, e, stride=2, padding=1), x, atol=1e-5)
    if angle == 0:
        assert torch.allclose(y.abs(), klt.project(x, klt.pca(x, 12)).abs(), atol=1e-4)


def test_overlapping_start_is_a_transform_coder_and_refuses_stages_that_cannot_hold_it():
    x = torch.cat([tensor(i, 256, 256) for i in range(3)])
    errors = []
    for overlap in (False, True):
        torch.manual_seed(0)
        codec = Codec("minnen2018", (16, 48), "none", 1)
        klt.initialise(codec, x, overlap)
        with torch.no_grad():
            xh = codec.eval()(x, torch.full((3,), 7.0))[0]
        errors.append((xh - x)[:, :, 96:-96, 96:-96].square().mean().item())
    assert errors[1] < 1.5 * errors[0]
    for backbone in ("cheng2020", "swift"):
        with pytest.raises(ValueError, match="5x5"):
            klt.initialise(Codec(backbone, (8, 24), "none", 1), x, True)
    others = [dict(overlap=True, klt=True, backbone=backbone) for backbone in ("cheng2020", "swift")]
    for options in (dict(overlap=True), *others):
        with pytest.raises(ValueError, match="overlap"):
            Options(name="a", data="b", **options)


def test_open_gates_change_nothing_but_how_gates_learn():
    torch.manual_seed(0)
    codec = Codec("nlaic", (8, 24), "none", 1)
    x = torch.cat([tensor(i) for i in range(3)])
    klt.initialise(codec, x)
    q = torch.full((3,), 4.0)

    def run():
        codec.zero_grad()
        y, _ = codec.analysis(x, q)
        xh = codec.synthesis(y, q)
        (xh - x).square().mean().backward()
        slope = max(m.mask[-1].bias.grad.abs().max().item() for m in codec.g_a if isinstance(m, layers.NLAM))
        return y.detach(), xh.detach(), slope

    y, xh, slope = run()
    klt.open_gates(codec)
    y2, xh2, slope2 = run()
    assert (y2 - y).square().mean() < 0.01 * y.square().mean()
    assert (xh2 - xh).square().mean() < 0.01 * xh.square().mean()
    assert slope2 > 5 * slope


def test_tiles_empty_folder_is_named(tmp_path):
    with pytest.raises(FileNotFoundError, match=str(tmp_path)):
        data.Tiles(tmp_path, 64)


def test_tiles_smaller_than_the_patch_are_an_error(tiles):
    with pytest.raises(ValueError, match="256"):
        data.Tiles(tiles, 256)


def test_pad_repeats_the_edge():
    x = torch.rand(1, 3, 70, 64)
    p = images.pad(x)
    assert p.shape == (1, 3, 128, 64) and torch.equal(p[:, :, :70], x)
    assert torch.equal(p[:, :, 70:], x[:, :, 69:].expand(-1, -1, 58, -1))


def test_take_over_of_another_context_keeps_its_own_mask(tmp_path):
    serial, board = make_codec(context="serial"), make_codec(context="checkerboard")
    mask = serial.head.mask.clone()
    checkpoint.save(tmp_path / "board.pt", board)
    assert checkpoint.take_over(serial, tmp_path / "board.pt") == []
    assert torch.equal(serial.head.mask, mask)
    assert torch.equal(serial.g_a[0].a.weight, board.g_a[0].a.weight.half().float())


@pytest.fixture(scope="module")
def large_tiles(tmp_path_factory):
    folder = tmp_path_factory.mktemp("large")
    for i in range(2):
        Image.fromarray(picture(40 + i, 192, 256)).save(folder / f"{i}.png")
    return folder


@pytest.mark.parametrize("distortion", ["ms-ssim", "mixed"])
def test_distortion_is_trained_for_and_remembered(tmp_path, large_tiles, distortion):
    t = Trainer(
        options(tmp_path, large_tiles, klt=True, patch=192, distortion=distortion, lr=3e-3, eval=str(large_tiles))
    )
    x = t.tiles.batch(2)
    t.tiles.batch = lambda n: x
    q = torch.tensor([1.0, 5.0])
    lam = torch.exp(t.codec.interpolate(t.log_lambda, q))

    def loss():
        t.codec.eval()
        with torch.no_grad():
            xh, by, bz = t.codec(x, q)
            return (
                objective.tile_loss(objective.distortion(distortion, x, xh)[0], by + bz, lam, distortion).mean().item()
            )

    before = loss()
    t.codec.train()
    for t.step in range(25):
        t.train_step(0.0)
    assert loss() < 0.9 * before
    t.average.set(t.codec.state_dict())
    t.save()
    codec, raw = checkpoint.load(tmp_path / "run.pt")
    assert codec.distortion == raw["distortion"] == distortion
    assert codec.lambdas == (networks.MS_SSIM_LAMBDAS if distortion == "ms-ssim" else networks.LAMBDAS)
    assert raw["training"]["stages"][-1]["options"]["distortion"] == distortion
    assert all(len(level.split("/")) == 3 for level in t.evaluate().split())  # bits, PSNR, MS-SSIM
    t.log_file.close()


def test_distortion_ms_ssim_starts_at_the_steps_of_the_paired_lambdas():
    mse, other = (
        Codec("minnen2018", (4, 6), "none", 1, (0.013, 0.0483)),
        Codec("minnen2018", (4, 6), "none", 1, (16.64, 60.5), "ms-ssim"),
    )
    torch.testing.assert_close(mse.log_gain, other.log_gain, rtol=0, atol=0.02)


def test_distortion_needs_large_tiles_and_a_known_name(tmp_path, tiles):
    with pytest.raises(ValueError, match="patch must be at least 176 pixels.*not 128"):
        options(tmp_path, tiles, distortion="ms-ssim", patch=128)
    with pytest.raises(ValueError, match="distortion must be one of mse, ms-ssim, mixed, not 'vgg'"):
        options(tmp_path, tiles, distortion="vgg")
    with pytest.raises(ValueError, match="distortion must be"):
        Codec("minnen2018", (4, 6), "none", 1, distortion="psnr")


def test_distortion_terms_of_mixed_have_slopes_of_similar_size():
    x = torch.cat([tensor(i, 192, 192) for i in range(2)])
    xh = torch.nn.functional.avg_pool2d(x, 3, 1, 1).requires_grad_()
    mse, _, _ = objective.distortion("mse", x, xh)
    dissimilarity, _, _ = objective.distortion("ms-ssim", x, xh)
    mixed, same, similarity = objective.distortion("mixed", x, xh)
    assert torch.equal(same, mse) and torch.equal(1 - similarity, dissimilarity)
    rest = mixed - mse - objective.MIXED_MS_SSIM * dissimilarity
    sizes = [
        torch.autograd.grad(v.sum(), xh, retain_graph=True)[0].norm().item()
        for v in (mse, objective.MIXED_MS_SSIM * dissimilarity, rest)
    ]
    assert max(sizes) < 20 * min(sizes)


def test_tile_loss_is_about_equal_at_all_rates():
    # bits per pixel and 1 - MS-SSIM of pictures at the lowest, the reference and the highest lambda
    lam = torch.tensor([2.40, 16.64, 220.0])
    loss = objective.tile_loss(torch.tensor([0.10, 0.032, 0.009]), torch.tensor([0.16, 0.50, 1.50]), lam, "ms-ssim")
    assert loss.max() < 1.2 * loss.min()


def test_resume_of_a_state_without_a_distortion_is_of_the_mse(tmp_path, tiles):
    Trainer(options(tmp_path, tiles), stop_after=1).run()
    saved = torch.load(tmp_path / "run.state", weights_only=True)
    del saved["options"]["distortion"]
    checkpoint.write(tmp_path / "run.state", saved)
    assert Trainer(options(tmp_path, tiles, resume=True)).step == 1


def test_graph_needs_a_gpu_and_adam(tmp_path, tiles):
    with pytest.raises(ValueError, match="graph goes with neither compile nor"):
        options(tmp_path, tiles, graph=True, compile=True)
    with pytest.raises(ValueError, match="graph goes with neither"):
        options(tmp_path, tiles, graph=True, optimizer="muon")
    with pytest.raises(ValueError, match="graph needs a GPU"):
        Trainer(options(tmp_path, tiles, graph=True))


@pytest.mark.skipif(not torch.cuda.is_available(), reason="needs a GPU")
def test_graph_takes_the_steps_that_python_would_launch(tmp_path, tiles):
    losses = []
    for graph in (False, True):
        t = Trainer(
            options(tmp_path, tiles, klt=True, graph=graph, device="cuda", name=str(tmp_path / str(graph))),
            stop_after=40,
        )
        t.run()
        x, q = t.tiles.batch(2), torch.tensor([0.0, 7.0], device="cuda")
        with torch.no_grad():
            xh, by, bz = t.codec.eval()(x, q)
        losses.append((by + bz).mean().item())
    assert losses[0] == pytest.approx(losses[1], rel=0.2)  # noise differs


@pytest.mark.parametrize(
    ("capabilities", "expected"),
    [(dict(avx2=True, avx512_bf16=False), False), (dict(avx512_bf16=True), True), (dict(amx_bf16=True), True)],
)
def test_bfloat16_only_where_the_processor_has_it(monkeypatch, capabilities, expected):
    monkeypatch.setattr(torch.cpu, "get_capabilities", lambda: capabilities)
    assert precision.bfloat16("cpu") == expected and precision.bfloat16("cuda")


def test_levels_are_interpolated_between_rows():
    codec = Codec("minnen2018", (4, 6), "none", 1)
    with torch.no_grad():
        codec.log_gain.copy_(torch.arange(8.0)[:, None].square())
    gain, _ = codec.gains(torch.tensor([0.0, 2.5, 7.0]))
    assert torch.allclose(gain[:, 0, 0, 0].log(), torch.tensor([0.0, 6.5, 49.0]))
