"""Training runs and their data: whole codecs, entropy models on a frozen backbone, latent residual prediction.

May import nlc_models.codec, nlc_models.integer and nlc_models.evaluation.
"""
