import json

import numpy as np
import pytest
import torch
import torch.nn.functional as F
from support import make_codec, make_integer, tensor

from nlc_models.__main__ import main
from nlc_models.export import pack, preview, self_test
from nlc_models.export.manifest import pack_digest, sha256


@pytest.fixture
def packs(tmp_path):
    """A family of two packs on one backbone."""
    codec = make_codec("minnen2018", (8, 12), k=1)
    networks = make_integer(codec).exact()
    for name in ("a", "b"):
        pack.export(codec, networks, tmp_path / "toy" / name, f"toy/{name}", share=tmp_path)
    return tmp_path / "toy"


def manifest(folder):
    return json.loads((folder / "pack.json").read_text())


def run(folder, y, gain):
    return torch.from_numpy(
        self_test.session((folder / preview.FILE).read_bytes()).run(
            None, {"y": y.numpy(), "inverse_gain": gain.numpy()}
        )[0]
    )


def test_preview_is_the_picture_at_half_its_size_and_changes_no_digest(packs, tiles):
    before = manifest(packs / "a")
    preview.add(packs / "a", tiles)
    after = manifest(packs / "a")
    assert (
        after["digest"]
        == before["digest"]
        == pack_digest(
            {k: v["sha256"] for k, v in after["files"].items()},
            after["context"],
            after["mixture"],
            preview_prior(after),
        )
    )
    assert list(after["files"]) == sorted(after["files"]) and after["files"][preview.FILE]["sha256"] == sha256(
        (packs / "a" / preview.FILE).read_bytes()
    )
    x = tensor(3)
    half = F.avg_pool2d(x, 2)
    found, _ = preview.quality(packs / "a", [x], 6)
    flat = -10 * (half - half.mean((2, 3), keepdim=True)).square().mean().log10().item()
    assert found > flat + 6, "no better than the mean colour"
    assert found > preview.quality(packs / "a", [x], 0)[0], "no better at a higher rate"


def preview_prior(m):
    class Prior:
        lo, frequencies = m["prior"]["lo"], m["prior"]["frequencies"]

    return Prior


def test_preview_of_a_part_is_that_part_of_the_whole(packs, tiles):
    preview.add(packs / "a", tiles)
    latents = preview.Latents(packs / "a")
    y = latents.at(latents.analysed(tensor(1)), 5)
    ones = torch.ones(1, latents.channels, 1, 1)
    whole, part = run(packs / "a", y, ones), run(packs / "a", y[:, :, 1:6, 2:7].contiguous(), ones)
    assert whole.shape == (1, 3, 64, 64)
    assert torch.allclose(part[:, :, 8:-8, 8:-8], whole[:, :, 16:40, 24:48], atol=1e-5), (
        "more than one position of halo"
    )


def test_graph_is_the_module(packs, tiles):
    torch.manual_seed(1)
    module, y = preview.Preview(6), torch.randn(1, 6, 4, 5)
    gain = torch.rand(1, 6, 1, 1) + 0.5
    made = self_test.session(preview.model(module).SerializeToString()).run(
        None, {"y": y.numpy(), "inverse_gain": gain.numpy()}
    )[0]
    with torch.no_grad():
        assert np.allclose(made, module(y * gain).numpy(), atol=2e-3)


def test_family_shares_what_one_pack_has(packs, tiles, capsys):
    assert (
        main(["--threads", "1", "preview", str(packs / "a"), str(packs / "b"), "--data", str(tiles), "--tiles", "4"])
        == 0
    )
    assert "that of a" in capsys.readouterr().out
    a, b = (manifest(packs / n)["files"][preview.FILE] for n in "ab")
    assert b == a | {"pack": "a"} and not (packs / "b" / preview.FILE).exists()
    assert main(["preview", str(packs / "a"), "--data", str(tiles)]) == 0
    assert "pack" not in manifest(packs / "a")["files"][preview.FILE], "a pack must not name one that names it"


def test_too_few_pictures_are_an_error(packs):
    with pytest.raises(ValueError, match="too few"):
        preview.fit(preview.Latents(packs / "a"), [tensor(0)[:, :, :64, :64]])
