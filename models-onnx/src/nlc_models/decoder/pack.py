"""A model pack (docs/pack.md): its manifest and its networks on ONNX Runtime."""

import hashlib
import json
import math
import re
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import onnxruntime as ort

from .failure import NlcError
from .mixture import Prior

EXACT = re.compile(r"(hyper_synthesis|context|head|slice\d+-(anchors|others))\.onnx")  # what probabilities depend on


class Pack:
    """The pack in a folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        try:
            self.manifest: dict[str, Any] = json.loads((folder / "pack.json").read_text("utf-8"))
        except (OSError, ValueError) as e:
            raise NlcError(f"no pack in {folder}: {e}") from None
        if self.manifest["format"] != 1:
            raise NlcError(f"a pack of format {self.manifest['format']}")
        self._sessions: dict[str, ort.InferenceSession] = {}

    @staticmethod
    def find(packs: Path, name: str, digest: bytes) -> "Pack":
        """The pack of a name below a folder, if its digest begins as that of a file does."""
        family, _, entropy_model = name.partition("/")
        for part in (family, entropy_model):
            if (
                not part
                or part.startswith((".", "-"))
                or not set(part) <= set("abcdefghijklmnopqrstuvwxyz0123456789.-")
            ):
                raise NlcError(f"a pack of the name {name!r}")
        pack = Pack(packs / family / entropy_model)
        if pack.digest[:16] != digest:
            raise NlcError(f"the pack {name} in {packs} is not the one that the file was made with")
        return pack

    @cached_property
    def digest(self) -> bytes:
        """The digest of the entropy part, made of the files as they are."""
        m, context = self.manifest, self.manifest["context"]
        lines = []
        for name in sorted(filter(EXACT.fullmatch, m["files"])):
            lines.append(f"{name} {hashlib.sha256(self._path(name).read_bytes()).hexdigest()}")
        kernel = ",".join(map(str, context["slices"])) if context["type"] == "slices" else context["kernel"]
        lines.append(f"context {context['type']} {kernel} mixture {m['mixture']} clip {m['symbol_clip']}")
        lines += [" ".join(map(str, [lo, *f])) for lo, f in zip(m["prior"]["lo"], m["prior"]["frequencies"])]
        return hashlib.sha256("".join(line + "\n" for line in lines).encode()).digest()

    @property
    def latent(self) -> int:
        """Channels of y."""
        return self.manifest["channels"]["latent"]

    @property
    def hyper(self) -> int:
        """Channels of z."""
        return self.manifest["channels"]["hyper"]

    @property
    def components(self) -> int:
        """Components of the mixtures."""
        return self.manifest["mixture"]

    @property
    def max_tile(self) -> int:
        """The largest tile in pixels."""
        return self.manifest.get("max_tile", 4194304)

    def stride(self, which: str) -> int:
        """Pixels a position of "latent" or "hyper"."""
        return self.manifest["strides"][which]

    def priors(self) -> list[Prior]:
        """The tables of z, one a channel."""
        prior = self.manifest["prior"]
        return [Prior(lo, f) for lo, f in zip(prior["lo"], prior["frequencies"])]

    def inverse_gain(self, quality: int) -> np.ndarray:
        """The inverse gain of each channel of y, 1 x M x 1 x 1, at a quality of a header."""
        rows, levels = self.manifest["log_inverse_gain"], self.manifest["levels"]
        i, t = divmod(quality, 256)
        if quality > 256 * (levels - 1):
            raise NlcError(f"quality {quality} of a pack with {levels} levels")
        above = rows[min(i + 1, levels - 1)]
        gains = [math.exp((1 - t / 256) * a + t / 256 * b) for a, b in zip(rows[i], above)]
        return np.array(gains, np.float32).reshape(1, -1, 1, 1)

    def has(self, name: str) -> bool:
        """Whether the pack has a network."""
        return name in self.manifest["files"]

    def run(self, name: str, **inputs: np.ndarray) -> np.ndarray:
        """The output of a network; inputs may be of integers."""
        if name not in self._sessions:
            self._sessions[name] = ort.InferenceSession(str(self._path(name)), providers=["CPUExecutionProvider"])
        return self._sessions[name].run(None, {k: v.astype(np.float32) for k, v in inputs.items()})[0]

    def exact(self, name: str, **inputs: np.ndarray) -> np.ndarray:
        """The output of a network of integers."""
        return np.rint(self.run(name, **inputs)).astype(np.int64)

    def _path(self, name: str) -> Path:
        entry = self.manifest["files"][name]
        return (self.folder.parent / entry["pack"] if "pack" in entry else self.folder) / name
