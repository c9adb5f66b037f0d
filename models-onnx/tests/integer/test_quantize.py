"""Integer entropy networks: the exactness bound, and the same integers from PyTorch and from ONNX Runtime however it
is set up.
"""

import numpy as np
import onnxruntime as ort
import pytest
import torch
from support import make_codec, make_integer, tensor

from nlc_models.codec import latents
from nlc_models.codec.heads import odd_positions
from nlc_models.export import entropy_graphs, self_test
from nlc_models.integer import exact, quantize, tuning
from nlc_models.integer.exact import ACTIVATION_MAX, OUTPUT_MAX, SYMBOL_CLIP, ExactConv, requantise
from nlc_models.integer.networks import EntropyNetworks

LEVELS = [
    ort.GraphOptimizationLevel.ORT_DISABLE_ALL,
    ort.GraphOptimizationLevel.ORT_ENABLE_BASIC,
    ort.GraphOptimizationLevel.ORT_ENABLE_EXTENDED,
    ort.GraphOptimizationLevel.ORT_ENABLE_ALL,
]


def networks_of(integer):
    """{name: (ONNX bytes, function, {input: (channels, largest value)})}; inputs are 1 x channels x 4 x 6, or 24 rows
    x channels.
    """
    n = integer
    f = entropy_graphs.output_channels(n.hyper_synthesis)
    nets = {
        "hyper_synthesis": (
            entropy_graphs.hyper_synthesis(n),
            n.features,
            {"z": (entropy_graphs.input_channels(n.hyper_synthesis), SYMBOL_CLIP)},
        )
    }
    if n.context is None:
        nets["head"] = (entropy_graphs.head(n), n.head, {"hyper": (f, ACTIVATION_MAX)})
    elif n.context_type.within_head:
        layer, volume = entropy_graphs.row_context(n), n.context_type != "serial"

        def head(hyper, y):
            pair = [hyper[:, :, None, None], layer(y.clamp(-SYMBOL_CLIP, SYMBOL_CLIP)[:, :, None, None])]
            x = torch.cat(pair[::-1] if volume else pair, 1)
            return n.head(x[:, :, None] if volume else x).flatten(1)

        spec = {
            "hyper": (1 if volume else f, entropy_graphs.output_limit(n.hyper_synthesis)),
            "y": (layer.weight.shape[1], SYMBOL_CLIP),
        }
        nets["head"] = (entropy_graphs.head(n), head, spec)
    else:
        c = entropy_graphs.output_channels(n.context)
        nets["context"] = (entropy_graphs.context(n), n.context_of, {"y": (n.channels, SYMBOL_CLIP)})
        nets["head"] = (
            entropy_graphs.head(n),
            lambda hyper, context: n.head(torch.cat([hyper, context], 1)),
            {"hyper": (f, ACTIVATION_MAX), "context": (c, ACTIVATION_MAX)},
        )
    return {k: (m.SerializeToString(), fn, inputs) for k, (m, fn, inputs) in nets.items()}


def inputs_of(spec, rng, kind):
    rows = "y" in spec and "hyper" in spec

    def shape(channels):
        return (24, channels) if rows else (1, channels, 4, 6)

    if kind == "random":
        return {n: rng.integers(-m, m + 1, shape(c)).astype(np.float32) for n, (c, m) in spec.items()}
    if kind == "extreme":  # every value at one end of its range
        return {n: (m * rng.choice([-1, 1], shape(c))).astype(np.float32) for n, (c, m) in spec.items()}
    return {n: np.full(shape(c), m if kind == "high" else -m, np.float32) for n, (c, m) in spec.items()}


def test_layers_of_every_network_stay_smaller_than_the_budget(model):
    layers = list(model[1].layers())
    hyper = {"cheng2020": 5, "minnen2018": 3, "nlaic": 42, "swift": 3}[model[0].backbone] + model[0].context.volume
    assert len(layers) == hyper + 3 + (model[1].context is not None)
    for name, layer in layers:
        for tensor_ in (layer.weight, layer.bias, layer.shift):
            assert torch.equal(tensor_, tensor_.round()), name
        assert layer.bound().max() < (2**53 if layer.wide else 2**24), name
        w = layer.weight.transpose(0, 1) if layer.transposed else layer.weight
        largest = torch.tensor(layer.input_max).double().view(-1, 1)  # of each input channel, or of all
        by_hand = (w.double().abs().flatten(2) * largest).flatten(1).sum(1) + layer.bias.double().abs()
        assert torch.equal(layer.bound(), by_hand)


def test_input_max_of_every_layer_is_what_the_layer_before_yields(model):
    n = model[1]
    chains = [
        c
        for c in (n.hyper_synthesis, n.context)
        if c is not None and not any(isinstance(m, exact.Composite) for m in c)
    ]
    assert chains
    for net in chains:
        convs = [m for m in net if isinstance(m, ExactConv)]
        assert [m.input_max for m in convs] == [SYMBOL_CLIP] + [m.limit for m in convs[:-1]]
    convs = list(n.head)
    assert [m.input_max for m in convs[1:]] == [m.limit for m in convs[:-1]] and convs[-1].limit == OUTPUT_MAX
    features = entropy_graphs.output_limit(n.hyper_synthesis)
    if n.context_type.volume:
        assert convs[0].input_max == [ACTIVATION_MAX] * 24 + [features] and n.context[-1].limit == ACTIVATION_MAX
    else:
        assert convs[0].input_max == features == ACTIVATION_MAX and (
            n.context is None or n.context[-1].limit == ACTIVATION_MAX
        )


@pytest.mark.parametrize("level", LEVELS, ids=lambda l: l.name)
@pytest.mark.parametrize("threads", [1, 2])
def test_onnx_runtime_any_setting_yields_the_integers_of_float64(model, level, threads):
    rng = np.random.default_rng(5)
    for name, (data, function, spec) in networks_of(model[1]).items():
        session = self_test.session(data, threads, level)
        for kind in ("random", "extreme", "high", "low"):
            feeds = inputs_of(spec, rng, kind)
            with torch.no_grad():
                expected = function(*[torch.from_numpy(v).double() for v in feeds.values()]).numpy()
            got = session.run(None, feeds)[0]
            assert np.array_equal(got, expected), (name, kind)
            assert np.array_equal(got, np.round(got))


def test_float32_of_a_whole_latent_equals_float64(model):
    codec, n = model
    y, z = (t.detach().round() for t in codec.analysis(tensor(9), torch.tensor([6.0])))
    with torch.no_grad():
        assert torch.equal(n(z, y).double(), n(z.double(), y.double()))


def test_clip_of_symbols_out_of_range_is_part_of_the_networks(model):
    rng = np.random.default_rng(2)
    for name, (data, _, spec) in networks_of(model[1]).items():
        symbols = next((k for k in ("z", "y") if k in spec), None)
        if symbols:
            feeds = inputs_of(spec, rng, "extreme")
            expected = self_test.session(data).run(None, feeds)[0]
            feeds[symbols] = feeds[symbols] * 157  # +-255 -> +-40035
            assert np.array_equal(self_test.session(data).run(None, feeds)[0], expected), name


def test_integer_checkerboard_one_pass_equals_two_pass_on_packed_positions():
    codec = make_codec()
    n = make_integer(codec).exact()
    nets = {k: self_test.session(v[0]) for k, v in networks_of(n).items()}
    y, z = (t.detach().round() for t in codec.analysis(tensor(3), torch.tensor([7.0])))
    with torch.no_grad():
        once = n(z, y)[0].numpy()
    hyper = nets["hyper_synthesis"].run(None, {"z": z.numpy()})[0]
    odd = odd_positions(y).numpy() == 1
    zeros = np.zeros((hyper.shape[1], (~odd).sum()), np.float32)
    # first pass: anchors, packed into one row, without a context
    first = nets["head"].run(None, {"hyper": hyper[0][:, ~odd][None, :, None], "context": zeros[None, :, None]})[0]
    assert np.array_equal(first[0, :, 0], once[:, ~odd])
    # second pass: all that is known are the anchors
    context = nets["context"].run(None, {"y": np.where(odd, 0, y.numpy()).astype(np.float32)})[0]
    second = nets["head"].run(
        None, {"hyper": hyper[0][:, odd][None, :, None], "context": context[0][:, odd][None, :, None]}
    )[0]
    assert np.array_equal(second[0, :, 0], once[:, odd])
    assert not np.array_equal(first[0, :, 0], once[:, odd])  # the context does something


def test_serial_context_integer_form_is_causal():
    codec = make_codec("minnen2018", context="serial", k=1)
    n = make_integer(codec).exact()
    y, z = (t.detach().round() for t in codec.analysis(tensor(3), torch.tensor([7.0])))
    changed = y.clone()
    changed[:, :, 4, 4:] += 3
    changed[:, :, 5:] += 3
    with torch.no_grad():
        a, b = n(z, y), n(z, changed)
    assert torch.equal(a[:, :, :4], b[:, :, :4]) and torch.equal(a[:, :, 4, :5], b[:, :, 4, :5])
    assert not torch.equal(a[:, :, 4, 5:], b[:, :, 4, 5:])


def sees(volume, serial):
    """Which elements' parameters may depend on an element at the centre of a volume of M x H x W: a map of that
    shape.
    """
    c, r, x = (torch.arange(n).view([-1 if i == j else 1 for j in range(3)]) - n // 2 for i, n in enumerate(volume))
    near = (r.abs() <= 2) & (x.abs() <= 2)
    planes = (c > 0) & (c <= 2) & near
    rows = (c == 0) & (r > 0) & near
    return planes | rows | ((c == 0) & (r == 0) & (x > 0) & (x <= 2) & serial)


@pytest.mark.parametrize("context", ["context3d", "context3d-serial"])
def test_3d_context_integer_form_sees_only_what_is_decoded(context):
    codec = make_codec("minnen2018", (8, 7), context, 1)
    n = make_integer(codec).exact()
    y, z = torch.randint(-6, 7, (1, 7, 8, 12)).float(), torch.randint(-3, 4, (1, 8, 2, 3)).float()
    allowed = sees((7, 8, 12), context == "context3d-serial")
    seen = torch.zeros_like(allowed)
    for change in (-200, -3, 3, 200):
        other = y.clone()
        other[0, 3, 4, 6] += change
        with torch.no_grad():
            seen |= (n(z, y) != n(z, other))[0].view(2, 7, 8, 12).any(0)
    assert seen.sum() > 40 and not (seen & ~allowed).any()
    assert seen[3, 4].any() == (context == "context3d-serial")


def test_requantise_matches_integer_arithmetic():
    acc = torch.randint(-(2**23), 2**23, (1, 3, 40, 40)).double()
    shift = torch.tensor([7.0, 12.0, 0.0]).double()
    got = requantise(acc, shift, 1023, True).long()
    v = (acc.long() >> shift.long().view(1, 3, 1, 1)).clamp(-1023 * 64, 1023)
    assert torch.equal(got, torch.maximum(v, (v + 32) >> 6))
    assert got.abs().max() == 1023


def test_integer_parameters_are_close_to_the_float_network(model):
    codec, n = model
    y, z = (t.detach().round() for t in codec.analysis(tensor(11), torch.tensor([5.0])))
    with torch.no_grad():
        error = n(z, y) / 16 - codec.head(codec.h_s(z), y)
    assert error.abs().mean() < 0.2 and error.mean().abs() < 0.1


@pytest.mark.parametrize(("backbone", "context"), [("minnen2018", "checkerboard"), ("nlaic", "context3d")])
def test_quantised_forward_equals_its_exact_form(backbone, context):
    codec = make_codec(backbone, context=context, k=1)
    n = make_integer(codec)
    e = n.exact()
    for (_, q), (_, x) in zip(n.layers(), e.layers()):
        rows = q.weight.shape[0 if q.transposed else 1]
        a = torch.randint(-200, 201, (1, rows, *[5] * (q.weight.dim() - 2))).float()
        with torch.no_grad():
            assert torch.equal(q(a), x(a))
    y, z = (t.detach().round() for t in codec.analysis(tensor(4), torch.tensor([6.0])))
    assert torch.equal(n(z, y), e(z, y))  # with gradients on


def test_exact_after_training_stays_within_the_budget():
    n = make_integer(make_codec())
    with torch.no_grad():
        for _, q in n.layers():
            q.weight.mul_(5)  # far over every budget
    assert all(x.bound().max() < 2**24 for _, x in n.exact().layers())


@pytest.mark.parametrize(("backbone", "context", "k"), [("cheng2020", "checkerboard", 3), ("nlaic", "context3d", 1)])
def test_tune_lowers_the_rate_of_the_training_latents(backbone, context, k):
    codec = make_codec(backbone, context=context, k=k)
    cached = [codec.g_a(tensor(i, 256, 256) - 0.5).detach()[0] for i in range(2)]
    n = quantize.quantise(codec, tuning.samples(codec, cached, 2))
    held = [latents.rounded(codec, cached[0][None], q) for q in range(0, 8, 2)]

    def bits():
        with torch.no_grad():
            return sum(-torch.log2(tuning.integer_likelihood(n(z, y), y, codec.k)).sum().item() for z, y in held)

    before = bits()
    tuning.tune(codec, n, cached, 15, lr=1e-3, batch=4, side=8)
    assert bits() < 0.995 * before


def test_quantise_random_context_is_refused():
    with pytest.raises(ValueError, match="random"):
        quantize.quantise(make_codec("minnen2018", context="random"), [])


def test_packed_dictionary_round_trips(model):
    n = model[1]
    again = EntropyNetworks.from_dict(n.to_dict())
    y, z = (t.detach().round() for t in model[0].analysis(tensor(4), torch.tensor([3.0])))
    with torch.no_grad():
        assert torch.equal(n(z, y), again(z, y))


@pytest.mark.parametrize("context", ["serial", "checkerboard", "context3d", "context3d-serial"])
def test_tuning_leaves_masked_weights_at_zero(context):
    """Tuning sees the whole latent at once; a weight on what the decoder does not have yet would make files
    unreadable.
    """
    codec = make_codec(context=context)
    cached = [f for i in range(2) for f in codec.g_a(tensor(i) - 0.5).detach()]
    networks = make_integer(codec)
    before = networks.exact().context[0].weight.clone()
    tuning.tune(codec, networks, cached, 3, lr=1e-2, batch=2, side=8)
    after = networks.exact().context[0].weight
    assert not torch.equal(before, after)
    assert not (after * (1 - codec.head.mask)).any()
