"""train: a whole codec."""

from ..training.trainer import Options, Trainer

__all__ = ["Options", "run"]


def run(options: Options) -> None:
    """Train until the budget is used up."""
    Trainer(options).run()
