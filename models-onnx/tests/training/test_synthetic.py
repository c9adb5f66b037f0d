"""Crops that are drawn."""

import numpy as np
import pytest
import torch
from PIL import Image
from support import picture

from nlc_models.training import synthetic
from nlc_models.training.data import Tiles


@pytest.mark.parametrize("kind", synthetic.KINDS, ids=lambda k: k.__name__)
@pytest.mark.parametrize("side", [64, 96])
def test_every_kind_fills_its_square_and_follows_its_seed(kind, side):
    first, again = (np.asarray(kind(np.random.default_rng(5), side)) for _ in range(2))
    assert first.shape == (side, side, 3) and first.dtype == np.uint8
    assert (first == again).all()
    pictures = {np.asarray(kind(np.random.default_rng(i), side)).tobytes() for i in range(8)}
    assert len(pictures) > 4


def test_what_is_drawn_is_of_all_kinds():
    rng = np.random.default_rng(1)
    drawn = [synthetic.draw(rng, 64) for _ in range(60)]
    colours = [len(np.unique(d.reshape(3, -1), axis=1).T) for d in drawn]
    assert min(colours) <= 2 and max(colours) > 40  # flat ones and gradients
    assert all(d.shape == (3, 64, 64) for d in drawn)


def test_a_share_of_the_crops_is_drawn(tmp_path):
    for i in range(2):
        Image.fromarray(picture(i, 96, 96)).save(tmp_path / f"{i}.png")

    def few_colours(share):
        crops = Tiles(tmp_path, 64, seed=3, drawn=share).batch(100)
        return sum(len(torch.unique(c.flatten(1), dim=1).t()) <= 64 for c in crops)

    assert few_colours(0) == 0
    assert 2 < few_colours(0.2) < 35
    assert few_colours(1) > 40
    with pytest.raises(ValueError, match="0 to 1, not 2"):
        Tiles(tmp_path, 64, drawn=2)


def test_crops_of_nothing_else():
    batch = synthetic.Drawn(64, seed=1).batch(3)
    assert batch.shape == (3, 3, 64, 64)
    assert batch.min() >= 0 and batch.max() <= 1
    assert torch.equal(batch, synthetic.Drawn(64, seed=1).batch(3))
