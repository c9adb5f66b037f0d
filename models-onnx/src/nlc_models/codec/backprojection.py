"""Back-projection, as encoders do it: what the synthesis does not undo of the analysis is taken back from latents
(Irani and Peleg 1991).

Of the squared error that a codec leaves at high rates more than half is there without any rounding. One step

    y <- y + step * (analysis(x) - analysis(synthesis(y)))

takes a part of it back, for more bits. Where bits are dear that does not pay; so the step depends on the level's
lambda, the price of an error in training.
"""

import math

import torch

RATE = 0.35  # of a step, for each factor of e in lambda
NOTHING = 0.0062  # lambda up to which none would pay
LEAST = 0.15  # shorter steps are not worth their time
LONGEST = 0.8  # what would be longer is made as two steps of EACH
EACH = 0.7


def steps(lambdas, log_lambda, squared=True):
    """Lengths of the first and of the second step: 2 x B, 0 for none.

    lambdas: one per level; log_lambda: B logarithms of lambda; squared: whether they weigh the MSE. Where they do not
    there are no steps; nor where all levels have one lambda, for which such transforms were made.
    """
    if not squared or lambdas[0] == lambdas[-1]:
        return torch.zeros(2, len(log_lambda), device=log_lambda.device)
    step = RATE * (log_lambda - math.log(NOTHING))
    two = torch.where(step > LONGEST, EACH, 0.0)
    return torch.stack([torch.where(step < LEAST, 0.0, torch.where(two > 0, two, step)), two])


def steps_at(codec, q):
    """steps() at levels (B floats, 0 to levels - 1)."""
    log_lambda = codec.interpolate(torch.tensor(codec.lambdas, device=q.device).log(), q)
    return steps(codec.lambdas, log_lambda, codec.distortion == "mse")


@torch.no_grad()
def latent(codec, x, q):
    """x: B x 3 x H x W in [0,1], q: B levels -> what an encoder rounds, B x M x H/16 x W/16: the latent times its
    gain.
    """
    gain, inverse = codec.gains(q)
    analysed = codec.g_a(x - 0.5)
    y = analysed.clone()
    for step in steps_at(codec, q):
        chosen = step > 0
        if chosen.any():
            again = codec.g_s(y[chosen] * (gain * inverse)[chosen])
            back = codec.g_a(again.clamp(-0.5, 0.5))
            y[chosen] += step[chosen, None, None, None] * (analysed[chosen] - back)
    return y * gain
