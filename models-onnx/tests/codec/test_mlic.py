"""Channel slices: what sees what, and that training starts at the hyperprior's rate."""

import pytest
import torch
from support import lively

from nlc_models.codec.heads import Head, odd_positions
from nlc_models.codec.mlic import Grid, rows_of
from nlc_models.codec.networks import Codec


@pytest.fixture(params=["mlic", "mlic-plus"])
def head(request):
    torch.manual_seed(3)
    return lively(Codec("cheng2020", (8, 12), request.param, 3).head).eval()


def inputs(m=12, height=6, width=8, features=24):
    g = torch.Generator().manual_seed(5)
    return torch.randn(2, features, height, width, generator=g), torch.randint(
        -9, 10, (2, m, height, width), generator=g
    ).float()


@pytest.mark.parametrize(("backbone", "features"), [("cheng2020", 24), ("swift", 12)])
def test_untrained_contexts_leave_the_checkerboard_with_what_it_sees(backbone, features):
    torch.manual_seed(3)
    head = Codec(backbone, (8, 12), "mlic-plus", 3).head
    plain = Head(12, "checkerboard", 3, features)
    plain.load_state_dict({k: v for k, v in head.state_dict().items() if not k.startswith("slices.")})
    hyper, y = inputs(features=features)
    got, start = parameters(head, hyper, y), 0
    for width in head.widths:
        start += width
        seen = y.clone()
        seen[:, start:] = 0
        now = slice(start - width, start)
        torch.testing.assert_close(got[:, :, now], parameters(plain, hyper, seen)[:, :, now])


def parameters(head, hyper, y):
    """B x (3 k) x M x H x W."""
    return head(hyper, y).unflatten(1, (-1, y.shape[1]))


def test_every_symbol_sees_only_what_is_decoded_before_it(head):
    hyper, y = inputs()
    odd = odd_positions(y).bool()
    before = parameters(head, hyper, y)
    start = 0
    for width in head.widths:
        start, now = start + width, slice(start, start + width)
        # Anchors of a slice: nothing of this slice or later.
        changed = y.clone()
        changed[:, now.start :] += 7
        after = parameters(head, hyper, changed)
        assert torch.equal(after[:, :, : now.start], before[:, :, : now.start])
        assert torch.equal(after[:, :, now][..., ~odd], before[:, :, now][..., ~odd])
        assert not torch.equal(after[:, :, now][..., odd], before[:, :, now][..., odd]), (
            "the others see the anchors of their slice"
        )
        # The others: the anchors of this slice, nothing else of it.
        changed = y.clone()
        changed[:, now] += 7 * odd
        changed[:, start:] += 7
        after = parameters(head, hyper, changed)
        assert torch.equal(after[:, :, now], before[:, :, now])


def test_slices_see_the_slices_before_them(head):
    hyper, y = inputs()
    before = parameters(head, hyper, y)
    changed = y.clone()
    changed[:, : head.widths[0]] += 7
    after = parameters(head, hyper, changed)
    odd = odd_positions(y).bool()
    rest = slice(head.widths[0], None)
    for places in (odd, ~odd):
        assert not torch.equal(after[:, :, rest][..., places], before[:, :, rest][..., places])


def test_a_batch_is_its_pictures_one_by_one(head):
    hyper, y = inputs()
    torch.testing.assert_close(head(hyper, y), torch.cat([head(hyper[i : i + 1], y[i : i + 1]) for i in range(2)]))


def test_window_attention_sees_twelve_anchors():
    head = lively(Codec("cheng2020", (8, 12), "mlic-plus", 3).head).eval()
    hyper, y = inputs(height=12, width=12)
    s = head.slices[0]
    grid = Grid(2, 12, 12)
    rows = rows_of(hyper)
    before = s(rows, y, grid)[1]
    centre = 5 * 12 + 6
    place = (grid.others == centre).nonzero().item()
    seen = set()
    for r in range(12):
        for c in range(12):
            changed = y.clone()
            changed[0, : s.width, r, c] += 7
            if not torch.equal(s(rows, changed, grid)[1][place], before[place]):
                seen.add((r - 5, c - 6))
    assert seen == {(r, c) for r in range(-2, 3) for c in range(-2, 3) if (r + c) % 2}
