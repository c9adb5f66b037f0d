"""Fixtures: tiny networks and pictures made on the spot, so that the tests need no data."""

import os
from pathlib import Path

import pytest
import torch
from PIL import Image
from support import EXPORTED, REPOSITORY, make_codec, make_integer, picture

from nlc_models.training import memory

torch.set_num_threads(1)
memory.keep()


@pytest.fixture(scope="session", params=EXPORTED, ids=lambda p: "-".join(map(str, p)))
def model(request):
    """(codec, its exact networks) for every kind of network that has a pack."""
    backbone, context, k = request.param
    codec = make_codec(backbone, context=context, k=k)
    return codec, make_integer(codec).exact()


@pytest.fixture(scope="session")
def codec():
    return make_codec()


@pytest.fixture(scope="session")
def tiles(tmp_path_factory):
    """A folder of six small tiles."""
    folder = tmp_path_factory.mktemp("tiles")
    for i in range(6):
        Image.fromarray(picture(20 + i, 128, 192)).save(folder / f"{i}.png")
    return folder


@pytest.fixture(scope="session")
def shared():
    """The folder of reference data beside the repository; tests that need it are skipped without it."""
    folder = Path(os.environ.get("NLC_SHARED") or REPOSITORY / ".." / "shared")
    if not folder.is_dir():
        pytest.skip(f"no reference data in {folder} (NLC_SHARED names another folder)")
    return folder
