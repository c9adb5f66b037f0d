"""Model packs: ONNX graphs of the networks, their manifest, and bringing all packs of a recipe up to date.

May import nlc_models.codec and nlc_models.integer.
"""
