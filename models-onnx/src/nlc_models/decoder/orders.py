"""The order of latents in a stream, and what each of them sees (docs/format.md, "Learned tiles"; docs/pack.md).

A context model yields steps: symbols whose parameters are known together, in their order in the stream.
"""

from collections.abc import Callable, Iterator

import numpy as np

from .failure import NlcError
from .pack import Pack

Place = tuple[int, int, int]
Step = tuple[list[Place], np.ndarray]
"""Places (channel, row, column) in the order of the stream, and their parameters: means, scales, weights, each of K
values in a row."""
Order = Callable[[Pack, np.ndarray, np.ndarray], Iterator[Step]]
"""From a pack, hyper features F x h x w and latents M x h x w, which are filled in after each step, to the steps."""


def of(pack: Pack) -> Order:
    """The order of a pack's context model."""
    try:
        return ORDERS[pack.manifest["context"]["type"]]
    except KeyError:
        raise NlcError(f"a context model of type {pack.manifest['context']['type']}") from None


def _positions(y: np.ndarray, odd: int | None = None) -> np.ndarray:
    """Rows and columns, P x 2, of all positions of latents or of those whose sum is even (0) or odd (1)."""
    rows, columns = np.mgrid[0 : y.shape[1], 0 : y.shape[2]].reshape(2, -1)
    keep = slice(None) if odd is None else (rows + columns) % 2 == odd
    return np.stack([rows[keep], columns[keep]], 1)


def _by_position(positions: np.ndarray, channels: range) -> list[Place]:
    return [(c, int(row), int(column)) for row, column in positions for c in channels]


def _a_symbol_a_row(params: np.ndarray, channels: int) -> np.ndarray:
    """From P x (parts K M) to (P M) x (parts K): a row of parameters for each channel of each position."""
    return params.reshape(len(params), -1, channels).transpose(0, 2, 1).reshape(len(params) * channels, -1)


def _pointwise(pack: Pack, hyper: np.ndarray, context: np.ndarray | None, at: np.ndarray) -> Step:
    """The step of all channels at positions whose head sees one position."""
    inputs = {"hyper": hyper} if context is None else {"hyper": hyper, "context": context}
    picked = {k: v[:, at[:, 0], at[:, 1]][None, :, None] for k, v in inputs.items()}
    params = pack.exact("head.onnx", **picked)[0, :, 0].T
    return _by_position(at, range(pack.latent)), _a_symbol_a_row(params, pack.latent)


def none(pack: Pack, hyper: np.ndarray, y: np.ndarray) -> Iterator[Step]:
    """All positions at once."""
    yield _pointwise(pack, hyper, None, _positions(y))


def checkerboard(pack: Pack, hyper: np.ndarray, y: np.ndarray) -> Iterator[Step]:
    """Anchors, which see nothing, then the others, which see them."""
    context = np.zeros((pack.manifest["channels"]["context_features"], *y.shape[1:]), np.int64)
    yield _pointwise(pack, hyper, context, _positions(y, 0))
    yield _pointwise(pack, hyper, pack.exact("context.onnx", y=y[None])[0], _positions(y, 1))


def serial(pack: Pack, hyper: np.ndarray, y: np.ndarray) -> Iterator[Step]:
    """Positions that see those above and to the left, in waves."""
    k, (m, h, w) = pack.manifest["context"]["kernel"], y.shape
    n = k // 2
    seen = [(row, column) for row in range(-n, 1) for column in range(-n, n + 1) if row < 0 or column < 0]
    for step in range(w + (n + 1) * (h - 1)):
        at = np.array([(r, step - (n + 1) * r) for r in range(h) if 0 <= step - (n + 1) * r < w], np.int64)
        if not len(at):
            continue
        padded = np.pad(y, ((0, 0), (n, n), (n, n)))
        symbols = np.stack([padded[:, at[:, 0] + n + r, at[:, 1] + n + c].T for r, c in seen], 1)
        params = pack.exact("head.onnx", hyper=hyper[:, at[:, 0], at[:, 1]].T, y=symbols.reshape(len(at), -1))
        yield _by_position(at, range(m)), _a_symbol_a_row(params, m)


def _volume(pack: Pack, hyper: np.ndarray, y: np.ndarray, strides: Place, alone: bool) -> Iterator[Step]:
    """Elements of a volume that see those before them; an element belongs to the step that strides tell. Those of a
    step are ordered by planes, then columns if they are rows (not alone), else rows.
    """
    n = pack.manifest["context"]["kernel"] // 2
    side = range(-n, n + 1)
    seen = [(c, r, x) for c in range(-n, 0) for r in side for x in side]
    seen += [(0, r, x) for r in range(-n, 0) for x in side]
    if alone:
        seen += [(0, 0, x) for x in range(-n, 0)]
    every = np.argwhere(np.ones(y.shape, bool))
    steps = every @ np.array(strides)
    order = np.argsort(steps, kind="stable")
    bounds = np.flatnonzero(np.diff(steps[order])) + 1
    for chosen in np.split(order, bounds):
        at = every[chosen]
        padded = np.pad(y, n)
        around = [padded[at[:, 0] + n + c, at[:, 1] + n + r, at[:, 2] + n + x] for c, r, x in seen]
        params = pack.exact("head.onnx", hyper=hyper[tuple(at.T)][:, None], y=np.stack(around, 1))
        yield [(int(c), int(r), int(x)) for c, r, x in at], params


def context3d(pack: Pack, hyper: np.ndarray, y: np.ndarray) -> Iterator[Step]:
    """Rows of planes."""
    n = pack.manifest["context"]["kernel"] // 2
    yield from _volume(pack, hyper, y, (n + 1, 1, 0), alone=False)


def context3d_serial(pack: Pack, hyper: np.ndarray, y: np.ndarray) -> Iterator[Step]:
    """Elements that see those to the left, too."""
    n = pack.manifest["context"]["kernel"] // 2
    yield from _volume(pack, hyper, y, ((n + 1) ** 2, n + 1, 1), alone=True)


def slices(pack: Pack, hyper: np.ndarray, y: np.ndarray) -> Iterator[Step]:
    """Slices of channels, in each anchors, then the others."""
    before = 0
    for i, m in enumerate(pack.manifest["context"]["slices"]):
        after = before + m
        for odd, part in enumerate(("anchors", "others")):
            inputs = {"hyper": hyper[None]}
            if odd or before:
                inputs["y"] = y[None, : after if odd else before]
            params = pack.exact(f"slice{i}-{part}.onnx", **inputs)[0]
            at = _positions(y, odd)
            yield _by_position(at, range(before, after)), _a_symbol_a_row(params[:, at[:, 0], at[:, 1]].T, m)
        before = after


ORDERS: dict[str, Order] = {
    "none": none,
    "checkerboard": checkerboard,
    "serial": serial,
    "context3d": context3d,
    "context3d-serial": context3d_serial,
    "slices": slices,
}
