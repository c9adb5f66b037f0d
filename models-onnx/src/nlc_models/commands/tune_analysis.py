"""tune-analysis: the analysis of a checkpoint, for the decoder that there is."""

from ..training.analysis import Options, train

__all__ = ["Options", "run"]


def run(options: Options) -> None:
    """Tune until the budget is used up."""
    train(options)
