"""Simpler 8-bit syntheses make what they made before, as far as their codec lets them, and lose less."""

import pytest
import torch
from support import make_codec, tensor

from nlc_models.codec.layers import Attention, ResidualBlock, ResidualUp
from nlc_models.export import self_test
from nlc_models.int8 import layers, simpler, storage
from nlc_models.int8.graph import SynthesisGraph

COUNT = 3


def given(codec, seed):
    """What the synthesis is given for a picture."""
    gain, inverse = codec.gains(torch.tensor([7.0]))
    return (codec.g_a(tensor(seed, 128, 128) - 0.5) * gain).round() * inverse


@torch.no_grad()
def codec_as_trained():
    """A codec with what training leaves: skips with loud directions, dead normalisations, a gate that stands still."""
    codec = make_codec()
    ups = [m for m in codec.g_s if isinstance(m, ResidualUp)]
    for up in ups[1:]:
        up.skip[0].weight.view(-1, 4, *up.skip[0].weight.shape[1:])[:2] *= 4
    for up in ups:
        up.gdn.gamma.zero_()
        up.gdn.beta.copy_(torch.linspace(0.5, 1.5, len(up.gdn.beta)))
    for m in codec.g_s:
        if isinstance(m, Attention):
            m.mask[-1].weight.zero_()
            m.mask[-1].bias.copy_(torch.linspace(-4, 2, len(m.mask[-1].bias)))
    return codec


@torch.no_grad()
def networks(change):
    """(codec, its 8-bit synthesis as it was, the same once changed: a function of g_s, net and inputs)."""
    codec, other = codec_as_trained(), codec_as_trained()  # the latter of layers of its own
    inputs = [given(codec, i) for i in range(4)]
    net = layers.quantised(codec.g_s).eval()
    layers.calibrate(net, inputs)
    same = layers.quantised(other.g_s)
    same.load_state_dict(net.state_dict())
    return codec, net, change(other.g_s, same, inputs).eval()


@pytest.fixture(scope="module")
def three():
    return networks(lambda g_s, net, inputs: simpler.separated(g_s, net, COUNT, inputs))


@pytest.fixture(scope="module")
def constant():
    return networks(lambda g_s, net, inputs: simpler.constant(g_s, net, inputs, gate=True))


@pytest.fixture(scope="module")
def both():
    def change(g_s, net, inputs):
        return simpler.separated(g_s, simpler.constant(g_s, net, inputs), COUNT, inputs)

    return networks(change)


@torch.no_grad()
def unrounded(net, x):
    for q in layers.quantisers(net):
        q.watched = []
    y = net(x)
    for q in layers.quantisers(net):
        q.watched = None
    return y


@pytest.mark.parametrize(
    ("made", "form"),
    [
        ("three", layers.Form(COUNT)),
        ("constant", layers.Form(0, normalised=False, gated=False)),
        ("both", layers.Form(COUNT, normalised=False)),
    ],
)
def test_without_roundings_it_is_what_it_was(made, form, request):
    codec, net, changed = request.getfixturevalue(made)
    before, after = (unrounded(n, given(codec, 9)) for n in (net, changed))
    assert before.std() > 0.05
    assert torch.allclose(before, after, atol=1e-3)
    assert layers.form_of(net) == layers.Form() and layers.form_of(changed) == form


@torch.no_grad()
def test_roundings_are_quieter_by_it(three):
    codec, net, apart = three
    y = given(codec, 9)
    exact = unrounded(net, y)
    noise = [(n(y) - exact).square().mean() for n in (net, apart)]
    assert noise[1] < 0.5 * noise[0]


def test_the_loudest_leaves_the_part_of_bytes(three):
    _, net, apart = three
    for before, after in zip(net, apart):
        if getattr(after, "loud", None) is not None:
            assert after.skip.out.scale().max() < 0.5 * before.skip.out.scale().max()


@torch.no_grad()
@pytest.mark.usefixtures("multiplies_bytes")
@pytest.mark.parametrize("made", ["three", "constant", "both"])
def test_simulation_and_runtime_agree(made, request):
    codec, _, apart = request.getfixturevalue(made)
    y = given(codec, 9)
    for p in apart.parameters():
        p.copy_(p.half())  # as graphs store them
    session = self_test.session(SynthesisGraph(codec.m, apart).build().SerializeToString())
    ones = torch.ones(1, codec.m, 1, 1)
    x = session.run(None, {"y": y.numpy(), "inverse_gain": ones.numpy(), "edges": torch.zeros(4).numpy()})[0]
    error = torch.from_numpy(x) - (apart(y) + 0.5)
    assert error.square().mean().sqrt() < 0.004 and error.abs().mean() < 0.001


@torch.no_grad()
@pytest.mark.parametrize("made", ["three", "constant", "both"])
def test_a_checkpoint_says_what_it_is_made_of(made, request, tmp_path):
    codec, _, changed = request.getfixturevalue(made)
    storage.save(tmp_path / "a.pt", changed, "base.pt", "d", dict(stages=[]))
    other = storage.network(make_codec().g_s, tmp_path / "a.pt")
    assert layers.form_of(other) == layers.form_of(changed)
    storage.load_into(other, tmp_path / "a.pt")
    y = given(codec, 9)
    assert torch.allclose(other(y), changed(y), atol=0.02)  # floats are stored as float16


def test_it_happens_once(both):
    codec, _, changed = both
    with pytest.raises(ValueError, match="in floats already"):
        simpler.separated(codec.g_s, changed, COUNT, [])
    with pytest.raises(ValueError, match="constants already"):
        simpler.constant(codec.g_s, changed, [], gate=True)


def test_there_is_nothing_to_simplify_in_swift():
    codec = make_codec("swift")
    net = layers.quantised(codec.g_s)
    for change in (
        lambda: simpler.let_through(codec.g_s, []),
        lambda: simpler.constant(codec.g_s, net, []),
        lambda: simpler.separated(codec.g_s, net, COUNT, []),
    ):
        with pytest.raises(ValueError, match="only the synthesis of cheng2020"):
            change()


def test_constants_take_layers_away(constant):
    codec, net, changed = constant
    counts = []
    for n in (net, changed):
        nodes = [node.op_type for node in SynthesisGraph(codec.m, n).build().graph.node]
        counts.append({op: nodes.count(op) for op in ("QLinearConv", "Sqrt", "Sigmoid", "Conv")})
    before, after = counts
    # 3 normalisations; the gate of the attention at a quarter of the size: 3 units and a convolution
    assert (before["Sqrt"], after["Sqrt"]) == (3, 0) and before["Conv"] - after["Conv"] == 3
    assert before["Sigmoid"] - after["Sigmoid"] == 1 and before["QLinearConv"] - after["QLinearConv"] == 3 * 3 + 1


def relu(m):
    """A layer of a synthesis with ReLUs between its convolutions."""
    if isinstance(m, ResidualUp):
        return lambda x: m.gdn(m.b(m.a(x).relu())) + m.skip(x)
    if isinstance(m, ResidualBlock):
        return lambda x: x + m.act(m.b(m.a(x).relu()))
    return m


@torch.no_grad()
def test_what_leaky_activations_let_through_is_made_up_for():
    codec = codec_as_trained()
    layer_by_layer = list(codec.g_s)
    y = [given(codec, i) for i in range(5)]

    def errors(g_s, exact):
        """Squared errors of each layer with ReLUs, given what it is given."""
        found = []
        for m, before, after in zip(g_s, exact, exact[1:]):
            found.append((relu(m)(before) - after).square().mean())
        return torch.stack(found)

    exact = [y[4]]
    for m in layer_by_layer:
        exact.append(m(exact[-1]))
    before = errors(codec.g_s, exact)
    simpler.let_through(codec.g_s, y[:4])
    after = errors(codec.g_s, exact)
    changed = [i for i, m in enumerate(codec.g_s) if isinstance(m, (ResidualUp, ResidualBlock))]
    assert len(changed) == 7
    ups = [i for i in changed if isinstance(codec.g_s[i], ResidualUp)]
    assert (after[ups] < 0.45 * before[ups]).all()  # borders, and what lies further away than 3 x 3
    assert after[changed].sum() < 0.6 * before[changed].sum()  # blocks have means of other pictures


@torch.no_grad()
def test_a_convolution_takes_a_straight_line_for_what_is_negative():
    torch.manual_seed(3)
    x = torch.where(torch.rand(2, 4, 9, 9) > 0.5, 1.0, -0.5)  # two values lie on a straight line
    conv = torch.nn.Conv2d(4, 5, 3)
    wanted = conv(x)
    simpler.straight(conv, [x[:1], x[1:]])
    assert torch.allclose(conv(x.relu()), wanted, atol=1e-5)


def test_two_convolutions_make_what_one_did_and_lose_the_quietest_input_first():
    torch.manual_seed(1)
    weight, loudness = torch.randn(4, 6, 3, 3).double(), torch.tensor([9.0, 1, 4, 1e-4, 2, 3]).double()
    for count, exact in ((6, True), (5, True), (4, False)):
        wide, narrow = simpler.balanced(weight, torch.diag(loudness), count)
        assert wide.shape == (4, count, 3, 3) and narrow.shape == (count, 6)
        error = (torch.einsum("ockl,ci->oikl", wide, narrow) - weight) * loudness[:, None, None].sqrt()
        assert (error.square().mean() < 1e-3) == exact
