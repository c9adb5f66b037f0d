"""train-residual: latent residual prediction for a checkpoint."""

from ..training.residual import Options, train

__all__ = ["Options", "run"]


def run(options: Options) -> None:
    """Train until the budget is used up."""
    train(options)
