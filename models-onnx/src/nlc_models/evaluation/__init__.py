"""Rates, distortions and costs: metrics, BD-rates, reports, conventional codecs, and tables of what networks consist
of.

May import nlc_models.codec and nlc_models.integer.
"""
