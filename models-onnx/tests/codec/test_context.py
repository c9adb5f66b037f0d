"""Names of context models, and what follows from them."""

import pytest
from support import make_codec

from nlc_models.codec import checkpoint
from nlc_models.codec.context import ContextModel, ContextType
from nlc_models.evaluation import costs


@pytest.mark.parametrize(
    ("name", "model", "type_"),
    [
        ("none", ContextModel.NONE, ContextType.NONE),
        ("3d", ContextModel.CONTEXT3D, ContextType.CONTEXT3D),
        ("context3d-serial", ContextModel.CONTEXT3D_SERIAL, ContextType.CONTEXT3D_SERIAL),
        ("3d-serial", ContextModel.CONTEXT3D_SERIAL, ContextType.CONTEXT3D_SERIAL),
        ("mlic", ContextModel.MLIC, ContextType.SLICES),
        ("mlic-plus", ContextModel.MLIC_PLUS, ContextType.SLICES),
    ],
)
def test_names_old_and_new_are_one_model(name, model, type_):
    assert ContextModel.parse(name) is model and model.type is type_
    assert ContextType.parse(name) is type_ and ContextType.parse(type_.value) is type_


def test_random_masks_have_no_pack():
    assert ContextModel.parse("random").type is None and not ContextModel.RANDOM.volume
    with pytest.raises(ValueError, match="packs have no random context"):
        ContextType.parse("random")


def test_unknown_name_is_an_error_that_says_what_there_is():
    with pytest.raises(ValueError, match="no such context: 'slices'; there are none, serial"):
        ContextModel.parse("slices")
    with pytest.raises(ValueError, match="packs have no other context"):
        ContextType.parse("other")


def test_checkpoint_holds_plain_names_and_an_old_one_loads(tmp_path):
    checkpoint.save(tmp_path / "c.pt", make_codec("nlaic", context="context3d", k=1))
    raw = checkpoint.read(tmp_path / "c.pt")
    assert type(raw["context"]) is str and raw["context"] == "context3d"
    checkpoint.write(tmp_path / "c.pt", {**raw, "context": "3d"})
    assert checkpoint.load(tmp_path / "c.pt")[0].context is ContextModel.CONTEXT3D


def test_files_of_a_pack():
    assert ContextType.CHECKERBOARD.files() == ("context.onnx", "head.onnx") and ContextType.SERIAL.files() == (
        "head.onnx",
    )
    assert ContextType.SLICES.files(2) == (
        "slice0-anchors.onnx",
        "slice0-others.onnx",
        "slice1-anchors.onnx",
        "slice1-others.onnx",
    )


def test_live_taps_of_a_context_that_is_not_causal_are_an_error():
    assert [ContextType(c).live_taps(5) for c in ("serial", "context3d", "context3d-serial")] == [12, 60, 62]
    with pytest.raises(ValueError, match="no causal kernel"):
        ContextType.CHECKERBOARD.live_taps(5)


# A decoder of positions that each wait for the last position they see needs this many rounds.
def rounds(height, width, channels, sees):
    step = {}
    for c in range(channels):
        for r in range(height):
            for x in range(width):
                before = (step.get((c + dc, r + dr, x + dx), 0) for dc, dr, dx in sees)
                step[c, r, x] = 1 + max(before, default=0)
    return max(step.values())


def windows(causal):
    return [(dc, dr, dx) for dc in (-2, -1, 0) for dr in range(-2, 3) for dx in range(-2, 3) if causal(dc, dr, dx)]


@pytest.mark.parametrize(
    ("context", "causal"),
    [
        ("serial", lambda c, r, x: c == 0 and (r < 0 or r == 0 and x < 0)),
        ("context3d", lambda c, r, x: c < 0 or r < 0),
        ("context3d-serial", lambda c, r, x: c < 0 or r < 0 or r == 0 and x < 0),
    ],
)
def test_coding_steps_are_the_longest_chain(context, causal):
    channels = 1 if context == "serial" else 4
    assert ContextType(context).steps(channels, 5, 7) == rounds(5, 7, channels, windows(causal))


def test_coding_steps_others():
    assert [ContextType(c).steps(192, 32, 48) for c in ("none", "checkerboard", "serial")] == [1, 2, 141]
    assert costs.coding_steps(make_codec("minnen2018", context="random", k=1)) is None
    assert ContextType.CONTEXT3D.steps(96, 32, 48) == 317 and ContextType.CONTEXT3D_SERIAL.steps(96, 32, 48) == 996
    assert ContextType.SLICES.steps(192, 32, 48, 6) == 12
    with pytest.raises(ValueError, match="slices"):
        ContextType.SLICES.steps(192, 32, 48)
