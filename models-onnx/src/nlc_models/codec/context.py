"""The names of context models, and all that follows from a name.

A ContextType is the order in which a latent is coded. Its name stands in pack.json and is the same in the Java code.
A ContextModel is a network that predicts the latent in such an order: most types have one of the same name, 'slices'
has two.
"""

from enum import StrEnum

# What checkpoints and commands of earlier versions say.
OLD_NAMES = {"3d": "context3d", "3d-serial": "context3d-serial"}


class ContextType(StrEnum):
    """The coding order of a latent, M channels x h rows x w columns."""

    NONE = "none"  # hyperprior only (Balle 2018)
    CHECKERBOARD = "checkerboard"  # anchors, then the others (He 2021)
    SERIAL = "serial"  # raster-causal 5x5, by wavefront (Minnen 2018)
    CONTEXT3D = "context3d"  # 5x5x5 over channels, rows and columns, a row at once (NLAIC)
    CONTEXT3D_SERIAL = "context3d-serial"  # the same, with the elements to the left, by wavefront
    SLICES = "slices"  # channel slices, anchors and others of each (MLIC)

    @classmethod
    def parse(cls, name: str) -> "ContextType":
        """The type of that name, old or new, or that of the ContextModel of that name.

        ValueError if a decoder knows none.
        """
        type_ = ContextModel.parse(name).type if name in (*OLD_NAMES, *ContextModel) else None
        if type_ is None and name not in tuple(cls):
            raise ValueError(f"packs have no {name} context")
        return type_ or cls(name)

    @property
    def volume(self) -> bool:
        """Whether the kernel reaches over channels as well, so that one head serves each element (C x h x w) by
        itself.
        """
        return self in (ContextType.CONTEXT3D, ContextType.CONTEXT3D_SERIAL)

    @property
    def within_head(self) -> bool:
        """Whether the head of a pack contains the context and is given the symbols that each position or element
        sees, a row each.
        """
        return self.volume or self is ContextType.SERIAL

    @property
    def has_kernel(self) -> bool:
        """Whether there is one context convolution; its side is the manifest's 'kernel'."""
        return self not in (ContextType.NONE, ContextType.SLICES)

    @property
    def max_tile(self) -> int | None:
        """Pixels of the largest tile: the attention of a larger one takes more than 64 MiB a matrix.

        None: no limit of its own.
        """
        return 1 << 20 if self is ContextType.SLICES else None

    def files(self, slices: int = 0) -> tuple[str, ...]:
        """The pack's files of the context and the head; slices: how many, for SLICES."""
        if self is ContextType.SLICES:
            return tuple(f"slice{i}-{step}.onnx" for i in range(slices) for step in ("anchors", "others"))
        return ("context.onnx", "head.onnx") if self is ContextType.CHECKERBOARD else ("head.onnx",)

    def live_taps(self, kernel: int) -> int:
        """How many taps of a causal kernel of this side see symbols; they are the first ones in raster order."""
        n = kernel // 2
        if self is ContextType.SERIAL:
            return kernel * n + n
        if self.volume:
            return n * kernel**2 + n * kernel + (n if self is ContextType.CONTEXT3D_SERIAL else 0)
        raise ValueError(f"the {self} context has no causal kernel")

    def steps(self, channels: int, height: int, width: int, slices: int = 0) -> int:
        """How many times in turn a decoder asks the entropy networks of a latent channels x height x width.

        slices: how many, for SLICES; ValueError without them.
        """
        if self is ContextType.SLICES and not slices:
            raise ValueError("the number of slices is missing")
        return {
            ContextType.NONE: 1,
            ContextType.CHECKERBOARD: 2,
            ContextType.SERIAL: width + 3 * (height - 1),
            ContextType.CONTEXT3D: 3 * (channels - 1) + height,
            ContextType.CONTEXT3D_SERIAL: 9 * (channels - 1) + 3 * (height - 1) + width,
            ContextType.SLICES: 2 * slices,
        }[self]


class ContextModel(StrEnum):
    """A network that predicts a latent: what a checkpoint's 'context' and the option --context name."""

    NONE = "none"
    SERIAL = "serial"
    CHECKERBOARD = "checkerboard"
    RANDOM = (
        "random"  # the random-mask supernet (He 2021, section 3.1), which tells what any set of neighbours is worth
    )
    CONTEXT3D = "context3d"
    CONTEXT3D_SERIAL = "context3d-serial"
    MLIC = "mlic"
    MLIC_PLUS = "mlic-plus"

    @classmethod
    def parse(cls, name: str) -> "ContextModel":
        """The model of that name, old or new. ValueError names those that there are."""
        name = OLD_NAMES.get(name, name)
        if name not in tuple(cls):
            raise ValueError(f"no such context: {name!r}; there are {', '.join(cls)}")
        return cls(name)

    @property
    def type(self) -> ContextType | None:
        """What a pack calls it; None for the random-mask supernet, which no decoder could follow."""
        if self is ContextModel.RANDOM:
            return None
        return ContextType.SLICES if self.sliced else ContextType(self.value)

    @property
    def volume(self) -> bool:
        """As of ContextType."""
        return self.type is not None and self.type.volume

    @property
    def sliced(self) -> bool:
        """Whether it codes channel slices."""
        return self in (ContextModel.MLIC, ContextModel.MLIC_PLUS)
