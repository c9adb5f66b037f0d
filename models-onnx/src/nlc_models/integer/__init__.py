"""Exact integer forms of the entropy networks, and the probability tables that a decoder derives from them.

Post-training quantisation, tuning with the quantisation in the loop, and exact code lengths. May import
nlc_models.codec.
"""
