"""Exact modules one by one: values against integer arithmetic, bounds, gradients, and the same integers from ONNX
Runtime.
"""

import math
from fractions import Fraction

import numpy as np
import onnxruntime as ort
import pytest
import torch
import torch.nn as nn

from nlc_models.codec import layers
from nlc_models.export import emit, graph, self_test
from nlc_models.integer import exact, plain
from nlc_models.integer.attention import check_attention, exact_attention
from nlc_models.integer.exact import ACTIVATION_MAX, OUTPUT_MAX, ExactConv, ExactGate, ExactSum
from nlc_models.integer.forms import attention_scale, integer_form
from nlc_models.integer.networks import convolutions
from nlc_models.integer.plain import from_plain, to_plain
from nlc_models.integer.ranges import Format, Ranges

LEVELS = [ort.GraphOptimizationLevel.ORT_DISABLE_ALL, ort.GraphOptimizationLevel.ORT_ENABLE_ALL]


def integers(seed, limit, *shape):
    return torch.randint(-limit, limit + 1, shape, generator=torch.Generator().manual_seed(seed)).float()


def attention_by_hand(q, k, v, shift, visible, bias):
    """One query in exact rational arithmetic."""
    products = [sum(int(a) * int(b) for a, b in zip(q, row)) for row in k]
    logits = [math.floor(p / Fraction(2) ** shift) + int(b) for p, b in zip(products, bias)]
    seen = [i for i in range(len(k)) if visible[i]]
    if not seen:
        return [0] * v.shape[1]
    best = max(logits[i] for i in seen)
    e = {i: math.floor(65536 * 2.0 ** (-min(best - logits[i], 255) / 16) + 0.5) for i in seen}
    return [
        math.floor(Fraction(sum(e[i] * int(v[i, c]) for i in seen), sum(e.values())) + Fraction(1, 2))
        for c in range(v.shape[1])
    ]


@pytest.mark.parametrize("shift", [-1, 3, 9])
def test_attention_any_integers_is_rational_arithmetic(shift):
    q, k, v = integers(1, 60, 2, 5, 4), integers(2, 60, 2, 7, 4), integers(3, 1023, 2, 7, 3)
    visible = (integers(4, 1, 2, 5, 7) != 0).float()
    visible[0, 0] = 0  # sees nothing
    bias = integers(5, 40, 2, 1, 7)
    got = exact_attention(q, k, v, shift, visible, bias)
    for b in range(2):
        for i in range(5):
            assert got[b, i].tolist() == attention_by_hand(q[b, i], k[b], v[b], shift, visible[b, i], bias[b, 0]), (
                b,
                i,
            )
    assert not got[0, 0].any() and got[1].any()


def test_attention_hidden_keys_do_not_matter():
    q, k, v = integers(1, 60, 1, 5, 4), integers(2, 60, 1, 6, 4), integers(3, 1023, 1, 6, 3)
    visible = torch.tensor([1.0, 0, 1, 1, 0, 0])
    changed = [k.clone(), v.clone()]
    for t in changed:
        t[:, visible == 0] = OUTPUT_MAX
    assert torch.equal(exact_attention(q, k, v, 4, visible), exact_attention(q, *changed, 4, visible))
    assert not torch.equal(exact_attention(q, k, v, 4), exact_attention(q, *changed, 4))


def test_attention_close_to_softmax():
    torch.manual_seed(0)
    q, k, v = torch.randn(1, 40, 8), torch.randn(1, 30, 8), torch.randn(1, 30, 4)
    scale = attention_scale(8)
    got = (
        exact_attention((q * scale * 1024).round(), (k * 1024).round(), (v * 256).round(), 20 - exact.ATTENTION_BITS)
        / 256
    )
    want = torch.softmax(q @ k.transpose(1, 2) / math.sqrt(8), -1) @ v
    assert (got - want).abs().max() < 0.02 and (got - want).abs().mean() < 0.004


def test_attention_gradient_is_that_of_softmax():
    q, k, v = (integers(i, 100, 1, 6, 4).double().requires_grad_() for i in range(3))
    bias, visible = integers(8, 9, 6), torch.tensor([1.0, 1, 0, 1, 1, 1])
    out = exact_attention(q, k, v, 6, visible, bias)
    assert torch.equal(out, out.round())
    got = torch.autograd.grad(out.square().sum(), (q, k, v), retain_graph=False)
    logits = (q @ k.transpose(1, 2) * 2.0**-10 + bias / 16) * math.log(2.0)
    smooth = torch.softmax(logits.masked_fill(visible == 0, -math.inf), -1) @ v
    want = torch.autograd.grad((smooth * 2 * out.detach()).sum(), (q, k, v))
    for a, b in zip(got, want):
        assert torch.allclose(a, b) and a.abs().max() > 0


@pytest.mark.parametrize("level", LEVELS, ids=lambda l: l.name)
@pytest.mark.parametrize("heads", [False, True], ids=["rank3", "rank4"])
@pytest.mark.parametrize("masked", [False, True])
def test_attention_in_onnx_runtime_yields_the_same_integers(level, heads, masked):
    lead = (2, 3) if heads else (1,)
    q, k, v = (integers(i, OUTPUT_MAX, *lead, n, 6) for i, n in ((1, 9), (2, 300), (3, 300)))
    extra = dict(visible=(integers(4, 3, *lead, 9, 300) > 0).float(), bias=integers(5, 200, 300)) if masked else {}
    g = graph.Graph("attention")
    names = [g.input(n, list(t.shape)) for n, t in dict(q=q, k=k, v=v, **extra).items()]
    out = emit.attention(g, *names[:3], 21, *names[3:], rank=len(lead) + 2)
    model = g.model(out, "out", [*lead, 9, 6]).SerializeToString()
    feeds = {n: t.numpy() for n, t in dict(q=q, k=k, v=v, **extra).items()}
    for threads in (1, 2):
        got = self_test.session(model, threads, level).run(None, feeds)[0]
        assert np.array_equal(got, exact_attention(q, k, v, 21, **extra).numpy())


def test_check_attention_too_large_is_refused():
    check_attention(256, OUTPUT_MAX, OUTPUT_MAX, ACTIVATION_MAX, 20)
    with pytest.raises(ValueError, match="float64"):
        check_attention(2**28, OUTPUT_MAX, OUTPUT_MAX, ACTIVATION_MAX, 20)
    with pytest.raises(ValueError, match="float64"):
        check_attention(64, OUTPUT_MAX, OUTPUT_MAX, 2**16, 20)
    with pytest.raises(ValueError, match="float64"):
        check_attention(64, OUTPUT_MAX, OUTPUT_MAX, ACTIVATION_MAX, -22)


def test_sigmoid_table_is_the_function_and_its_gradient():
    table = exact.sigmoid_table()
    assert (table[0], table[255], table[510]) == (0, 512, 1024) and len(table) == 511
    logits = torch.arange(-255.0, 256).requires_grad_()
    value = exact.exact_sigmoid(logits)
    assert torch.equal(value, table.float()) and (value - 1024 * torch.sigmoid(logits / 32)).abs().max() <= 0.5
    value.sum().backward()
    s = torch.sigmoid(logits.detach() / 32)
    assert torch.allclose(logits.grad, 32 * s * (1 - s))


def conv(weight, **options):
    return ExactConv(torch.tensor([[[[float(weight)]]]]), torch.zeros(1), torch.zeros(1), **options)


def test_conv_over_the_budget_is_refused():
    assert conv((2**24 - 1) // ACTIVATION_MAX).bound() <= exact.BUDGET
    with pytest.raises(ValueError, match="float32"):
        conv((2**24 - 1) // ACTIVATION_MAX + 1)


def test_conv_wide_sums_in_float64():
    options = dict(limit=exact.WIDE_MAX, input_max=exact.WIDE_MAX)
    w = torch.full((1, 3, 1, 1), 32767.0)
    with pytest.raises(ValueError, match="float32"):
        ExactConv(w, torch.zeros(1), torch.tensor([17.0]), **options)
    wide = ExactConv(w, torch.ones(1), torch.tensor([17.0]), wide=True, **options)
    x = torch.tensor([32767.0, -32766, 5]).view(1, 3, 1, 1)
    assert wide(x).item() == (6 * 32767 + 1) >> 17 and wide(x).dtype == torch.float32
    with pytest.raises(ValueError, match="float64"):
        ExactConv(w, torch.zeros(1), torch.zeros(1), input_max=2**40, wide=True)


def test_conv_input_max_per_channel_is_in_the_bound():
    layer = ExactConv(torch.tensor([[[[3.0]], [[-5.0]]]]), torch.tensor([7.0]), torch.zeros(1), input_max=[10, 1000])
    assert layer.bound().item() == 3 * 10 + 5 * 1000 + 7


def test_sum_with_shifts_is_integer_arithmetic():
    s = ExactSum(
        branch=conv(3, limit=OUTPUT_MAX), shift=torch.tensor([-2]), limit=1000, input_max=1023, branch_max=OUTPUT_MAX
    )
    x = torch.arange(-1023.0, 1024).view(1, 1, 1, -1)
    want = (((x.long() + 2) >> 2) + 3 * x.long()).clamp(-1000, 1000)
    assert torch.equal(s(x).long(), want)
    with pytest.raises(ValueError, match="ExactSum"):
        ExactSum(branch=conv(1), shift=torch.tensor([14]), limit=1000, input_max=1023, branch_max=OUTPUT_MAX)
    with pytest.raises(ValueError, match="ExactSum"):
        ExactSum(branch=conv(1), shift=torch.tensor([0, -25]), limit=1000, input_max=1023, branch_max=OUTPUT_MAX)


def test_gate_any_shift_is_integer_arithmetic():
    x = torch.arange(-200.0, 201).view(1, 1, 1, -1)
    for shift in (-2, 0, 9, 23):
        gate = ExactGate(
            trunk=conv(5), mask=conv(1, limit=255), shift=torch.tensor([shift]), limit=OUTPUT_MAX, trunk_max=1023
        )
        product = (5 * x.long()) * exact.sigmoid_table()[x.long() + 255]
        want = (product << 2 if shift == -2 else (product * 2 + (1 << shift)) >> (shift + 1)).clamp(
            -OUTPUT_MAX, OUTPUT_MAX
        )
        assert torch.equal(gate(x).long(), want), shift
    with pytest.raises(ValueError, match="ExactGate"):
        ExactGate(trunk=conv(5), mask=conv(1, limit=255), shift=torch.tensor([-4]), limit=OUTPUT_MAX, trunk_max=1023)


def make_block(kind, channels=6):
    torch.manual_seed(3)
    block = {
        "ResBlock": lambda: layers.ResBlock(channels),
        "NonLocal": lambda: layers.NonLocal(channels, 2),
        "NLAM": lambda: layers.NLAM(channels, 2, 2, 2),
        "grouped": lambda: nn.Conv2d(channels, 2 * channels, 3, 1, 1, groups=3),
        "up": lambda: nn.Sequential(
            nn.Conv2d(channels, 4 * channels, 1), nn.PixelShuffle(2), nn.LeakyReLU(1 / 64), layers.ResBlock(channels)
        ),
    }
    block = block[kind]()
    with torch.no_grad():
        for p in block.parameters():
            p.add_(0.1 * torch.randn_like(p))
    return block


@pytest.mark.parametrize("kind", ["ResBlock", "NonLocal", "NLAM", "grouped", "up"])
def test_integer_form_of_a_block_is_close_and_the_same_everywhere(kind):
    block = make_block(kind)
    scale = torch.tensor([1.0, 30, 0.2, 4, 1, 7])  # channels of very different range
    x = torch.randn(2, 6, 7, 9) * scale.view(1, -1, 1, 1)
    f = Format.of(scale * 4)
    a = (x * torch.exp2(f.bits).view(1, -1, 1, 1)).round()
    x = a * torch.exp2(-f.bits).view(1, -1, 1, 1)
    with torch.no_grad(), Ranges(block) as ranges:
        want = block(x)
    trainable, out = integer_form(block, ranges, f)
    n = plain.replace(trainable, lambda m: m.exact())
    with torch.no_grad():
        got = n(a)
        assert (
            torch.equal(got, got.round())
            and torch.equal(got.double(), n(a.double()))
            and torch.equal(got, trainable(a))
        )
        assert torch.equal(got, from_plain(to_plain(n))(a))
    error = (got * torch.exp2(-out.bits).view(1, -1, 1, 1) - want).abs()
    assert error.mean() < 0.01 * want.abs().mean() and error.max() < 0.05 * want.abs().max()
    assert got.abs().max() <= out.limit
    g = graph.Graph("block")
    model = g.model(
        emit.emit(n, g, g.input("x", [1, 6, "h", "w"])), "out", [1, len(out.bits), "height", "width"]
    ).SerializeToString()
    for level in LEVELS:
        session = self_test.session(model, 2, level)
        for limit_only in (False, True):
            feed = (ACTIVATION_MAX * torch.sign(integers(9, 9, 1, 6, 5, 6))) if limit_only else a[:1]
            with torch.no_grad():
                assert np.array_equal(session.run(None, {"x": feed.numpy()})[0], n(feed.double()).float().numpy())


@pytest.mark.parametrize("kind", ["ResBlock", "NonLocal", "NLAM"])
def test_integer_form_gradient_reaches_every_weight(kind):
    block = make_block(kind)
    x = torch.randn(1, 6, 6, 6)
    with torch.no_grad(), Ranges(block) as ranges:
        block(x)
    f = Format.of(torch.full((6,), 4.0))
    n, _ = integer_form(block, ranges, f)
    n((x * torch.exp2(f.bits).view(1, -1, 1, 1)).round()).square().mean().backward()
    for c in convolutions(n):
        assert c.weight.grad.abs().max() > 0
