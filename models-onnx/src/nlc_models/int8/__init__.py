"""A synthesis of 8-bit integers for decoders, of cheng2020 or swift: two to three times as fast where processors
multiply bytes.

Convolutions take unsigned bytes and signed 8-bit weights, sum in 32 bits and give bytes again; residual sums, GDN where
there is one, what is loudest in skips and the few layers at a sixteenth of the size stay in floats. No probability
depends on any of it, latents are what they were, and a pack's digest does not change.

May import nlc_models.codec, nlc_models.export and nlc_models.training.
"""
