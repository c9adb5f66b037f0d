"""From latents to pixels (docs/format.md, "Pixels"): the one part that need not agree to the last bit."""

import numpy as np

from .header import Area
from .latents import Latents
from .pack import Pack

ALIGN = 64


def padded(length: int) -> int:
    """A side of the picture with its padding."""
    return -(-length // ALIGN) * ALIGN


class Synthesis:
    """Makes pixels of the latents of a picture, tile by tile; a tile that has none counts as latents of 0."""

    def __init__(self, pack: Pack, quality: int, width: int, height: int) -> None:
        self._pack, self._gain = pack, pack.inverse_gain(quality)
        self._stride, self._halo = pack.stride("latent"), pack.manifest["halo"]["synthesis"]
        shape = pack.latent, padded(height) // self._stride, padded(width) // self._stride
        self._y = np.zeros(shape, np.float32)

    def put(self, area: Area, latents: Latents) -> None:
        """The latents of the tile with an area."""
        y = latents.y.astype(np.float32)
        if self._pack.has("residual.onnx"):
            y += self._pack.run("residual.onnx", hyper=latents.features[None], y=latents.y[None])[0]
        top, left = area.y // self._stride, area.x // self._stride
        self._y[:, top : top + y.shape[1], left : left + y.shape[2]] = y

    def scale(self, qualities: np.ndarray) -> None:
        """Give each area of ALIGN x ALIGN pixels its own quality, once all latents are there."""
        positions = ALIGN // self._stride
        highest = 256 * (self._pack.manifest["levels"] - 1)
        for row, column in np.ndindex(*qualities.shape):
            own = self._pack.inverse_gain(int(np.clip(qualities[row, column], 0, highest)))
            top, left = row * positions, column * positions
            self._y[:, top : top + positions, left : left + positions] *= (own / self._gain)[0]

    def pixels(self, area: Area) -> np.ndarray:
        """The samples of a tile's area, 3 x height x width of uint8."""
        stride, halo = self._stride, self._halo
        left, top = max(0, area.x - halo), max(0, area.y - halo)
        right, bottom = area.x + padded(area.width) + halo, area.y + padded(area.height) + halo
        seen = self._y[None, :, top // stride : bottom // stride, left // stride : right // stride]
        x = self._pack.run("synthesis.onnx", y=seen, inverse_gain=self._gain)[0]
        x = x[:, area.y - top :, area.x - left :][:, : area.height, : area.width]
        return np.floor(np.clip(x, 0, 1) * np.float32(255) + np.float32(0.5)).astype(np.uint8)
