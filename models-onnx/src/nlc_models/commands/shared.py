"""Options that several commands have."""

from dataclasses import dataclass

from ..options import option


@dataclass(kw_only=True)
class CheckpointOptions:
    """A checkpoint to read, and its base."""

    checkpoint: str = option(positional=True)
    base: str = option("", "the checkpoint that an entropy checkpoint builds on, if it does not lie beside it")


@dataclass(kw_only=True)
class JavaOptions:
    """The Java command line."""

    jar: str = option("imageio-nlc/target/nlc.jar", "the Java command line")
    models: str = option(
        "models-onnx/src/main/resources/META-INF/nlc/packs",
        "folder with packs; the jar holds the default one",
        metavar="PACKS",
    )


@dataclass(kw_only=True)
class StudyOptions:
    """A study of many small trainings. eval_step: every n-th test picture; threads: 0 for all."""

    data: str = option(help="folder of tiles")
    eval: str = option(help="folder of test pictures")
    out: str = option(help="folder of the results and of small checkpoints")
    minutes: float = option(2, "of each training")
    eval_step: int = option(6, "take every n-th test picture")
    threads: int = option(0, hidden=True)
