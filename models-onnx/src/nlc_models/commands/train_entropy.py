"""train-entropy: an entropy model on a frozen backbone."""

from ..training.entropy import EntropyTrainer, Options

__all__ = ["Options", "run"]


def run(options: Options) -> None:
    """Train until the budget is used up."""
    EntropyTrainer(options).run()
