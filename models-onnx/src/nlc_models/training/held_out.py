"""Tiles that a run on a frozen backbone does not learn from, and the weights that did best on them."""

import torch

from ..codec import latents
from ..codec.networks import Codec
from .features import Crops


class HeldOut:
    """Crops of tiles that training leaves out. best: the weights that needed fewest bits so far, or None; lowest: their
    mean ratio to the base's bits.
    """

    def __init__(self, base: Codec, cached: list[torch.Tensor], side: int, count: int = 40):
        """base: the codec that bits are compared with; cached: features of the tiles; count: crops a level, of side x
        side latents.
        """
        crops = Crops(cached, side, 4)
        self.crops = [crops.batch(count) for _ in range(base.levels)]
        self.reference = self.bits(base)
        self.best: dict[str, torch.Tensor] | None = None
        self.lowest = float("inf")

    @torch.no_grad()
    def bits(self, codec: Codec) -> torch.Tensor:
        """Bits of y and z at each level under a codec's entropy model."""
        out = []
        for level, crops in enumerate(self.crops):
            z, y = latents.rounded(codec, crops, level)
            out.append(sum(b.sum() for b in codec.bits(y, z)))
        return torch.stack(out)

    def measure(self, codec: Codec, state: dict[str, torch.Tensor]) -> str:
        """Compare a codec whose learnt weights are state with the base, keep state if it is the best so far, and say
        the outcome.
        """
        ratios = self.bits(codec) / self.reference
        mean = ratios.mean().item()
        if mean < self.lowest:
            self.lowest, self.best = mean, {k: v.detach().clone() for k, v in state.items()}
        return f"held out, of the base's bits: {mean:.4f} (" + " ".join(f"{r:.3f}" for r in ratios.tolist()) + ")"
