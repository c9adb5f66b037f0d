"""What NLAIC's attention looks at, beside where its bits go: figures and rank correlations.

Maps are the outputs of inspect.onnx, the network that packs carry for viewers: the mean over channels of each sigmoid
mask of the analysis, and for its non-local blocks how much attention each key receives from all queries. Bits are
those of the float entropy model.
"""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import onnxruntime
import torch
import torch.nn.functional as F

from ..codec import images
from ..codec.likelihood import mixture_likelihood
from ..evaluation import markdown
from ..export import inspect_graph


@dataclass(frozen=True)
class Map:
    """values: h x w; a position covers stride x stride pixels. place: where it is from, in words."""

    name: str
    place: str
    stride: int
    values: np.ndarray


@torch.no_grad()
def bits(codec, x, level):
    """H/16 x W/16: bits of all channels at each latent position. x: 1 x 3 x H x W in [0,1], sides multiples of 64."""
    y, z = (t.round() for t in codec.analysis(x, torch.tensor([float(level)])))
    likelihood = mixture_likelihood(codec.head(codec.h_s(z), y), y, codec.k)
    return -torch.log2(likelihood).sum((0, 1)).numpy()


def maps(codec, x):
    """[Map] of a codec with attention modules; ValueError for another one. x: as in bits()."""
    found = inspect_graph.inspect(codec)
    if found is None:
        raise ValueError(f"a codec of the backbone {codec.backbone} has no attention modules to look at")
    model, outputs = found
    session = onnxruntime.InferenceSession(model.SerializeToString(), providers=["CPUExecutionProvider"])
    values = session.run([o["name"] for o in outputs], {"x": x.numpy()})
    return [Map(o["name"], o["place"], o["stride"], v[0, 0]) for o, v in zip(outputs, values)]


def ranks(x):
    """Ranks of the flattened values; equal values share their mean rank."""
    _, inverse, counts = np.unique(x.ravel(), return_inverse=True, return_counts=True)
    ends = np.cumsum(counts)
    return (ends - (counts - 1) / 2)[inverse]


def correlation(a, b):
    """Spearman's rank correlation of two h x w maps; nan if one of them is constant."""
    a, b = ranks(a), ranks(b)
    if a.std() == 0 or b.std() == 0:
        return float("nan")
    return float(np.corrcoef(a, b)[0, 1])


def at(values, shape):
    """A map brought to shape (h, w): means where that is coarser, repeated where it is finer."""
    v = torch.from_numpy(np.ascontiguousarray(values))[None, None].double()
    return F.adaptive_avg_pool2d(v, shape)[0, 0].numpy()


def draw(picture, own, allocation, path):
    """picture: H x W x 3 uint8; own: [Map]; allocation: of bits(). A PNG with the picture, the bits and every map."""
    import matplotlib

    matplotlib.use("Agg")
    import matplotlib.pyplot as plt

    panels = [
        ("picture", picture, None),
        ("bits per latent position", allocation, "inferno"),
        *((f"{m.place}", m.values, "viridis") for m in own),
    ]
    columns = 5
    rows = -(-len(panels) // columns)
    ratio = picture.shape[0] / picture.shape[1]
    figure, axes = plt.subplots(
        rows, columns, figsize=(2.6 * columns, rows * (2.6 * ratio + 0.5)), dpi=110, layout="constrained"
    )
    for axis in axes.flat:
        axis.axis("off")
    for axis, (title, values, colours) in zip(axes.flat, panels):
        if colours:
            low, high = np.percentile(values, [1, 99])
            axis.imshow(
                values,
                cmap=colours,
                vmin=low,
                vmax=max(high, low + 1e-9),
                interpolation="nearest",
                extent=(0, 1, 0, ratio),
            )
            title += f"\n{low:.3g} to {high:.3g}"
        else:
            axis.imshow(values, extent=(0, 1, 0, ratio))
        axis.set_title(
            title.replace(", keys of ", ",\nkeys of ").replace("'s non-local block", ""), fontsize=7.5, color="#20242c"
        )
    figure.savefig(path, facecolor="white", metadata={"Software": None})
    plt.close(figure)


def table(places, columns):
    """Markdown. places: of the maps; columns: {picture: [correlation of each map]}."""
    return markdown.table(
        ["map", *columns], [[p, *(f"{c[i]:+.2f}" for c in columns.values())] for i, p in enumerate(places)]
    )


def write(codec, files, out, level, progress=None):
    """A figure NAME.png for each picture and table.md into the folder out; returns their paths."""
    out, made, columns, places = Path(out), [], {}, []
    out.mkdir(parents=True, exist_ok=True)
    for f in files:
        if progress:
            progress(f.name)
        picture = images.crop(images.load(f))
        x = images.unit(picture)
        own, allocation = maps(codec, x), bits(codec, x, level)
        places = [m.place for m in own]
        columns[f.stem] = [correlation(at(m.values, allocation.shape), allocation) for m in own]
        made.append(out / f"{f.stem}.png")
        draw(picture.permute(1, 2, 0).numpy(), own, allocation, made[-1])
    (out / "table.md").write_text(table(places, columns) + "\n", encoding="utf-8")
    return [*made, out / "table.md"]
