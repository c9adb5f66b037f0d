"""The networks of a codec and what they need to be built, started, stored and loaded.

Analysis and synthesis transform, hyperprior, context models and entropy-parameter heads in floating point, their
likelihoods, checkpoints, and pictures as tensors. Imports nothing else of nlc_models.
"""
