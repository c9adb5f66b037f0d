"""Optimisers that PyTorch does not have."""

import torch


class Muon(torch.optim.Optimizer):
    """Momentum orthogonalised by five Newton-Schulz steps, scaled to Adam's RMS; weights of equal shape go through
    together.
    """

    def __init__(self, parameters):
        super().__init__(parameters, dict(lr=1e-3))

    @torch.no_grad()
    def step(self) -> None:  # type: ignore[override]  # no closure
        """One update; no closure."""
        for g in self.param_groups:
            groups: dict[torch.Size, list] = {}
            for p in g["params"]:
                if p.grad is not None:
                    m = self.state[p].setdefault("m", torch.zeros_like(p))
                    m.mul_(0.95).add_(p.grad)
                    groups.setdefault(p.shape, []).append((p, p.grad.add(m, alpha=0.95)))
            for shape, items in groups.items():
                x = torch.stack([u.flatten(1) for _, u in items]).bfloat16()
                tall = x.shape[1] > x.shape[2]
                x = x.transpose(1, 2).contiguous() if tall else x
                x = x / (x.flatten(1).norm(dim=1)[:, None, None] + 1e-12)
                for _ in range(5):
                    a = x @ x.transpose(1, 2)
                    x = 3.4445 * x + (-4.7750 * a + 2.0315 * a @ a) @ x
                x = (x.transpose(1, 2) if tall else x).float() * (0.2 * max(x.shape[1:]) ** 0.5)
                for (p, _), u in zip(items, x):
                    p.add_(u.reshape(shape), alpha=-g["lr"])
