import json

import pytest
import torch
from PIL import Image
from support import make_codec, picture

from nlc_models.codec import checkpoint
from nlc_models.codec.networks import Codec
from nlc_models.studies import recipes


def test_soap_finds_the_minimum_of_a_rotated_bowl():
    torch.manual_seed(0)
    q, _ = torch.linalg.qr(torch.randn(6, 6))
    curvature = q @ torch.diag(10.0 ** torch.linspace(-2, 1, 6)) @ q.T
    goal = torch.randn(4, 6)

    def distance(make, steps=300):  # with 150 it is a matter of the processor's rounding
        p = torch.nn.Parameter(torch.zeros(4, 6, 1, 1))
        optimizer = make([p])
        for i in range(steps):
            for g in optimizer.param_groups:
                g["lr"] = 0.05 * (1 - i / steps)
            d = p.flatten(1) - goal
            optimizer.zero_grad()
            (d @ curvature * d).sum().backward()
            optimizer.step()
        d = p.detach().flatten(1) - goal
        return (d @ curvature * d).sum().item()

    start = (goal @ curvature * goal).sum().item()
    assert distance(recipes.Soap) < 1e-2 * start


def test_soap_vectors_and_large_sides():
    torch.manual_seed(0)
    p = [torch.nn.Parameter(torch.ones(3)), torch.nn.Parameter(torch.randn(2, 5))]
    before = p[1].square().sum().item()
    optimizer = recipes.Soap(p, lr=0.1, largest=4)
    for _ in range(3):
        optimizer.zero_grad()
        (p[0].square().sum() + p[1].square().sum()).backward()
        optimizer.step()
    assert (p[0] < 1).all() and p[1].square().sum() < before and optimizer.state[p[1]]["basis"][1] is None


def test_widen_keeps_what_the_narrow_one_has_learnt():
    narrow = make_codec("minnen2018", (8, 12), k=1)
    torch.manual_seed(2)
    wide = Codec("minnen2018", (12, 12), "checkerboard", 1)
    checkpoint.widen(wide, narrow)
    assert torch.equal(wide.g_a[2].weight[:8, :8], narrow.g_a[2].weight) and wide.g_a[2].weight[8:].abs().max() < 0.1
    assert torch.equal(wide.log_gain, narrow.log_gain)


def test_study_measures_each_recipe_and_goes_on_where_it_was_cut_off(tmp_path, monkeypatch):
    for i in range(2):
        Image.fromarray(picture(i, 128, 192)).save(tmp_path / f"{i}.png")
    for name, value in dict(WIDTHS=(6, 6), NARROW=(4, 6), PATCH=64, BATCH=4).items():
        monkeypatch.setattr(recipes, name, value)
    monkeypatch.setattr(
        recipes,
        "RECIPES",
        {
            k: recipes.replace(r, options={a: min(b, 64) if a == "patch" else b for a, b in r.options.items()})
            for k, r in recipes.RECIPES.items()
        },
    )
    recipes.Study(tmp_path / "out", str(tmp_path), str(tmp_path), 0.0005, 1, 1, lambda *_: None).run()
    found = json.loads((tmp_path / "out" / "results.json").read_text())
    assert list(found) == list(recipes.RECIPES) and all(r["steps"] > 0 for r in found.values())
    text = (tmp_path / "out" / "table.md").read_text()
    assert all(f"| {name} | " in text for name in recipes.RECIPES)
    monkeypatch.setattr(recipes.Study, "train", lambda *_: pytest.fail("trained again"))
    recipes.Study(tmp_path / "out", str(tmp_path), str(tmp_path), 0.0005, 1, 1, lambda *_: None).run()


def test_gain_where_curves_do_not_meet_is_not_a_number():
    default = dict(bpp=[0.2, 0.4, 0.8, 1.2], psnr=[25, 27, 29, 30])
    assert recipes.gain(dict(bpp=[0.1, 0.2, 0.4, 0.6], psnr=[20, 21, 22, 23]), default) == "n/a"
    assert recipes.gain(dict(bpp=[0.1, 0.2, 0.4, 0.4], psnr=[25, 27, 29, 29]), default) == "n/a"
    assert recipes.gain(dict(bpp=[0.1, 0.2, 0.4, 0.6], psnr=[25, 27, 29, 30]), default) == "-50.0 %"
