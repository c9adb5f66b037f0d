"""A new start for a hyperprior whose z has died: it carries no bits, its prior has narrowed to zero, and rounding to
zero keeps it there.

Merely starting h_a anew does not help: a new z costs bits from the first step while h_s cannot read it yet, so what
is easiest to learn is to give it up again (posterior collapse; Bowman et al. 2016, section 3.1, whose remedy this
is). Therefore the gradient of z's rate towards h_a, and through it towards g_a, is held back at first: z says what
helps y, whatever it costs, while its prior follows at full speed. Then it is let in little by little.

Nor may the new z cost much more at first than it will in the end, which would take thousands of steps to win back:
with all of 128 channels alive it began at a quarter of all bits and stood at a tenth after 450 steps. So a few
channels begin, and the others wait at zero.
"""

import torch
import torch.nn as nn

from .networks import Codec

BEGIN, END = 0.15, 0.4  # of a run: the factor grows from 0 to 1 between these
# channels of z that begin: some 0.008 bpp, which is what a z that has lived from the start takes (minnen2018-128-192:
# 0.005 to 0.014)
ALIVE = 16
OWN_ALIVE = 32  # of a z for an entropy model that sees fewer neighbours than the one whose z it replaces


def annealing(progress):
    """progress of the run, 0 to 1 -> factor of the gradient of z's rate, 0 to 1."""
    return min(1.0, max(0.0, (progress - BEGIN) / (END - BEGIN)))


def beginning(network):
    """The first layer of a network, which a sub-pixel convolution holds in a Sequential of its own."""
    while isinstance(network, nn.Sequential):
        network = network[0]
    return network


@torch.no_grad()
def restart(codec, y, deviation=2.0, alive=ALIVE, silent=True):
    """New random h_a and prior of z, in place. y: latents with their gains, B x M x h x w, that the scale is taken
    from: the last convolution is set so that z (B x N x h/4 x w/4, not rounded) has mean 0 and this standard
    deviation in the channels that begin, alive of them; their prior starts about as wide.

    If silent, the features of h_s start as they are at z = 0, so that nothing of what the head has learnt is lost;
    otherwise its first layer is new as well, for a head that has to learn anew anyway and cannot do without z.
    ValueError for nlaic, whose h_s begins with a sum that z goes straight into.
    """
    first = beginning(codec.h_s)
    if not isinstance(first, (nn.Conv2d, nn.ConvTranspose2d)):
        raise ValueError(f"z of {codec.backbone} cannot be started anew: its h_s does not begin with a convolution")
    fresh = Codec(codec.backbone, codec.widths, "none", 1)
    codec.h_a.load_state_dict(fresh.h_a.state_dict())
    codec.prior.load_state_dict(fresh.prior.state_dict())
    z = codec.h_a(y)
    scale = deviation / z.std((0, 2, 3)).clamp(min=1e-6)
    last = codec.h_a[-1]
    scale[alive:] = 0
    last.weight *= scale[:, None, None, None]
    last.bias.copy_(-(z.mean((0, 2, 3)) - last.bias) * scale)
    codec.prior.mean[alive:] = 0
    codec.prior.logscale[alive:] = -3
    if silent:
        first.weight.zero_()
    else:
        first.load_state_dict(beginning(fresh.h_s).state_dict())
