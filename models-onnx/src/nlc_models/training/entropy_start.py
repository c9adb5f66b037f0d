"""What a new entropy model takes over of another one, as far as shapes agree."""

import torch


def more_components(value, k, bias):
    """The last layer of a head with one Gaussian, weight or bias (2 G x ...) -> that with k of them (3 k G x ...),
    which begin as one: the same mean and weight, scales side by side, half to twice as wide. For G see
    split_parameters: M, or 1 in the 3D contexts.
    """
    mean, scale = value.unflatten(0, (2, 1, -1)).expand(2, k, *[-1] * value.dim()).clone()
    if bias:
        scale += torch.linspace(-1, 1, k)[:, None]
    return torch.cat([mean, scale, torch.zeros_like(mean)]).flatten(0, 1)


def fit(name, value, own, k):
    """A weight of another entropy model in the shape of one's own of that name, or None where nothing can be made of
    it.

    name: as of Codec.state_dict(); value, own: the weights; k: (Gaussians of the other model, of one's own).
    """
    if own.shape == value.shape:
        return value
    if name == "head.net.0.weight" and len(own) == len(value):
        # Hyper features come first. A head without context takes their part, which is what anchors of a checkerboard
        # go by; a head with one starts with a context that changes nothing.
        n = min(own.shape[1], value.shape[1])
        fitted = torch.zeros_like(own)
        fitted[:, :n] = value[:, :n]
        return fitted
    if name.startswith("head.net.") and k[0] == 1 < k[1] and 2 * len(own) == 3 * k[1] * len(value):
        return more_components(value, k[1], name.endswith("bias"))
    return None


def take_over(codec, base, raw, groups):
    """Set a codec's weights to those of base, but for its head; those of groups to what a checkpoint holds, as far as
    that fits.

    codec, base: Codecs on one backbone; raw: dictionary of the checkpoint; groups: how the names of what it gives
    begin. Returns (names taken, names left).
    """
    own = codec.state_dict()
    own.update({k: v for k, v in base.state_dict().items() if not k.startswith("head.")})
    buffers = dict(codec.named_buffers())
    given = {k: v.float() for k, v in raw["state"].items() if k.startswith(groups) and k not in buffers}
    taken, left = set(), []
    for name, value in given.items():
        fitted = fit(name, value, own[name], (raw["k"], codec.k)) if name in own else None
        if fitted is None:
            left.append(name)
        else:
            own[name] = fitted
            taken.add(name)
    codec.load_state_dict(own)
    return taken, left
