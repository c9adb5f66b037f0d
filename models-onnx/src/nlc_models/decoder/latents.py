"""From the stream of a learned tile to its latents (docs/format.md, "Learned tiles")."""

from dataclasses import dataclass

import numpy as np

from . import orders
from .correction import Correction
from .failure import NlcError
from .mixture import Mixture
from .pack import Pack
from .ranges import RangeDecoder

LEAST, MOST = -32768, 32767


@dataclass(frozen=True)
class Latents:
    """Integers of a tile: z N x h/4 x w/4, y M x h x w, and the features F x h x w that the networks make of z."""

    z: np.ndarray
    y: np.ndarray
    features: np.ndarray

    def bytes(self) -> bytes:
        """What the check value is of."""
        return self.z.astype(">i4").tobytes() + self.y.astype(">i4").tobytes()


def decode(pack: Pack, data: bytes, width: int, height: int, corrected: bool = False) -> Latents:
    """The latents of a tile of width x height pixels, padding included. corrected: whether probabilities are.

    NlcError: the stream is corrupt.
    """
    stream = RangeDecoder(data)
    fine, coarse = pack.stride("latent"), pack.stride("hyper")
    z = np.zeros((pack.hyper, height // coarse, width // coarse), np.int64)
    for channel, prior in zip(z, pack.priors()):
        for place in np.ndindex(*channel.shape):
            channel[place] = _within(prior.decode(stream))
    y = np.zeros((pack.latent, height // fine, width // fine), np.int64)
    features = pack.exact("hyper_synthesis.onnx", z=z[None])[0]
    k = pack.components
    correction = Correction(*y.shape) if corrected else None
    for places, params in orders.of(pack)(pack, features, y):
        for place, row in zip(places, params.tolist(), strict=True):
            mixture = Mixture(row[:k], row[k : 2 * k], row[2 * k :])
            y[place] = _within(correction.decode(place, mixture, stream) if correction else mixture.decode(stream))
    return Latents(z, y, features)


def _within(value: int) -> int:
    if not LEAST <= value <= MOST:
        raise NlcError(f"a latent of {value}")
    return value
