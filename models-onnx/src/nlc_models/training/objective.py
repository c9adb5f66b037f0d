"""What a codec is trained for: the loss of a tile is

    (R + lambda * D) * sqrt(reference / lambda),

whose size is about equal at all rates. The distortion D is one of

    mse       255^2 * MSE; reference 0.013
    ms-ssim   1 - MS-SSIM; reference 16.64, what CompressAI pairs with 0.013
    mixed     255^2 * MSE + MIXED_MS_SSIM * (1 - MS-SSIM) + MIXED_TEXTURE * texture, with the lambdas of the MSE;
              reference 0.013

MS-SSIM and texture are those of nlc_models.evaluation.metrics. Nothing here needs a network that has to be downloaded.
"""

from ..evaluation import metrics

REFERENCE = {"mse": 0.013, "ms-ssim": 16.64, "mixed": 0.013}
# Of three 256 x 256 crops of Kodak pictures as a codec trained for the MSE decodes them at 0.5 to 0.7 bpp: there the
# gradient of 255^2 * MSE with respect to the picture is 820 to 830 times as long as that of MS-SSIM and 9,000 to
# 11,000 times that of texture. So MS-SSIM counts as much as the MSE, and texture a third of that.
MIXED_MS_SSIM = 800
MIXED_TEXTURE = 3000


def tile_loss(distortion, rate, lam, kind="mse"):
    """B-vectors: distortion of that kind (the MSE in units of 1/255 squared), bits per pixel, lambda -> the loss of
    each tile.
    """
    return (rate + lam * distortion) * (REFERENCE[kind] / lam).sqrt()


def distortion(kind, x, xh):
    """x, xh: B x 3 x H x W, about [0,1] -> (the distortion D of each tile, the MSE in units of 1/255 squared, MS-SSIM
    or None).

    kind: one of DISTORTIONS; others than mse need sides of 161 pixels or more. MS-SSIM sees xh as it is, not clamped
    to [0,1], so that values outside have a slope back.
    """
    mse = (x - xh).square().mean((1, 2, 3)) * 255**2
    if kind == "mse":
        return mse, mse, None
    similarity = metrics.ms_ssim(xh, x)
    if kind == "ms-ssim":
        return 1 - similarity, mse, similarity
    return mse + MIXED_MS_SSIM * (1 - similarity) + MIXED_TEXTURE * metrics.texture(xh, x), mse, similarity
