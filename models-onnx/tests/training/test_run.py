"""What all training runs share: the budget, the state and what it refuses."""

import pytest
import torch
from PIL import Image
from support import make_codec, picture

from nlc_models.codec import checkpoint
from nlc_models.training import run, trainer
from nlc_models.training.entropy import EntropyTrainer, Options


@pytest.fixture
def place(tmp_path):
    """A folder with a base checkpoint and training tiles."""
    (tmp_path / "tiles").mkdir()
    for i in range(4):
        Image.fromarray(picture(i, 128, 192)).save(tmp_path / "tiles" / f"{i}.png")
    checkpoint.save(tmp_path / "base.pt", make_codec(context="context3d", k=1), training=dict(stages=[]))
    return tmp_path


def options(place, **more):
    settings = dict(
        name=str(place / "run"), base=str(place / "base.pt"), data=str(place / "tiles"), context="context3d"
    )
    return Options(**{**settings, "k": 1, "side": 8, "batch": 2, "threads": 1, "minutes": 1e9, **more})


def whole(place, **more):
    settings = dict(name=str(place / "run"), data=str(place / "tiles"), backbone="minnen2018", widths=(4, 6), k=1)
    return trainer.Options(**{**settings, "patch": 64, "batch": 2, "threads": 1, "device": "cpu", **more})


def change_state(place, change):
    saved = torch.load(place / "run.state", weights_only=True)
    change(saved)
    checkpoint.write(place / "run.state", saved)


def test_state_of_an_earlier_version_is_resumed(place):
    """It has one optimiser, and the context's old name."""
    EntropyTrainer(options(place), stop_after=2).run()

    def age(saved):
        saved["optimizer"] = saved.pop("optimizers")[0]
        saved["options"]["context"] = "3d"

    change_state(place, age)
    resumed = EntropyTrainer(options(place, resume=True), stop_after=1)
    assert resumed.step == 2 and resumed.optimizers[0].state_dict()["state"][0]["step"] == 2
    resumed.run()
    assert "resumed at step 2" in (place / "run.log").read_text()


def test_state_that_is_none_is_refused(place):
    checkpoint.write(place / "run.state", dict(options={}))
    with pytest.raises(ValueError, match="no state of a training run: it lacks live, average"):
        EntropyTrainer(options(place, resume=True))


def test_state_of_another_kind_of_run_is_refused(place):
    trainer.Trainer(whole(place), stop_after=1).run()
    with pytest.raises(ValueError, match="cannot resume .*run: it was started with context = checkerboard"):
        EntropyTrainer(options(place, resume=True))
    change_state(place, lambda saved: saved.update(optimizers=[]))
    with pytest.raises(ValueError, match="other optimisers"):
        trainer.Trainer(whole(place, resume=True))


def test_state_without_its_random_numbers_is_refused(place):
    trainer.Trainer(whole(place), stop_after=1).run()
    change_state(place, lambda saved: saved.pop("tile_random"))
    with pytest.raises(ValueError, match="another kind of training run: it lacks 'tile_random'"):
        trainer.Trainer(whole(place, resume=True))


def test_state_holds_plain_values_only(place):
    EntropyTrainer(options(place), stop_after=1).run()
    kept = torch.load(place / "run.state", weights_only=True)["options"]
    assert kept["context"] == "context3d" and type(kept["context"]) is str and kept["side"] == 8


def test_budget_that_is_used_up_ends_the_run(place):
    t = EntropyTrainer(options(place, minutes=0))
    t.run()
    assert t.step == 0 and "DONE step 0" in (place / "run.log").read_text()
    assert checkpoint.read(place / "run.pt")["training"]["stages"][-1]["options"]["context"] == "context3d"


def test_average_counts_first_steps_more():
    layer = torch.nn.Linear(1, 1, bias=False)
    torch.nn.init.zeros_(layer.weight)
    average = run.Average(layer)
    torch.nn.init.ones_(layer.weight)
    average.update(0)
    assert average.state["weight"].item() == pytest.approx(0.9)
    average.set({"weight": torch.zeros(1, 1)})
    average.update(10**6)
    assert average.state["weight"].item() == pytest.approx(0.001, rel=1e-3)


@pytest.mark.parametrize(("count", "expected"), [(0, 10), (3, 3), (4, 4), (20, 10)])
def test_evenly_spaced_files(count, expected):
    chosen = run.evenly_spaced(list(range(10)), count)
    assert len(chosen) == expected and chosen[0] == 0 and chosen == sorted(chosen)
