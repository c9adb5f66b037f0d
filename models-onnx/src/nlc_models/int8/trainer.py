"""What tuning an 8-bit transform through its rounding takes, whichever transform it is.

The straight-through estimator takes rounding for the identity in gradients; scales learn like weights (Esser et al.
2020).
"""

from pathlib import Path
from typing import Any

import torch
import torch.nn as nn

from ..codec.networks import Codec
from ..training.run import Run, hardware
from . import storage
from .layers import Quantiser


class EightBitTrainer(Run):
    """A run that tunes an 8-bit transform. It keeps no state.

    net: the transform; stages: those of the checkpoint that it began from; digest: of the codec's transforms.
    """

    WARM_UP_PACE = 15  # times as fast as other runs
    SCALES_FACTOR = 20

    codec: Codec
    net: nn.Sequential
    stages: list[dict[str, Any]]
    digest: str

    def begin_tuning(self, codec: Codec, tuned: nn.Module) -> None:
        """Let the weights and scales of tuned, a part of net, learn, and nothing of the codec."""
        for p in codec.parameters():
            p.requires_grad_(False)
        scales = [m.log_scale for m in tuned.modules() if isinstance(m, Quantiser)]
        known = {id(p) for p in scales}
        weights = [p for p in tuned.parameters() if id(p) not in known]
        for p in (*weights, *scales):
            p.requires_grad_(True)
        groups: list[dict[str, Any]] = [dict(params=weights), dict(params=scales, factor=self.SCALES_FACTOR)]
        self.begin(codec, self.net, [torch.optim.Adam(groups, lr=self.o.lr, betas=(0.9, 0.99))])

    def descend(self, progress: float, loss: torch.Tensor, shown: float) -> None:
        """Make a step down a loss, at progress 0..1 of the budget. shown: what of it is logged, in dB."""
        self.set_learning_rate(progress, self.WARM_UP_PACE * self.step)
        self.optimizers[0].zero_grad(set_to_none=True)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(self.net.parameters(), 1.0)
        self.optimizers[0].step()
        self.average.update(self.step)
        self.smooth = shown if self.smooth is None else self.smooth + 0.05 * (shown - self.smooth)
        if self.step % 20 == 0:
            self.log(f"step {self.step} {self.used:.0f}s loss {self.smooth:.4f} dB")

    def write(self, transform: str, **more: Any) -> None:
        """Write the checkpoint of the averaged weights, and take them as they are stored. more: of the stage."""
        self.net.load_state_dict(self.average.state)
        stage = dict(**self.spent(), hardware=hardware("cpu"), **more, options=self.settings())
        training = dict(data=Path(self.o.data).name, stages=[*self.stages, stage])
        storage.save(self.o.out, self.net, Path(self.o.checkpoint).name, self.digest, training, transform)
        storage.load_into(self.net, self.o.out)
