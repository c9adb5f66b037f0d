"""tune-int8-analysis: an analysis of 8-bit integers for a checkpoint."""

from ..int8.analysis import Options, train

__all__ = ["Options", "run"]


def run(options: Options) -> None:
    """Tune until the budget is used up."""
    train(options)
