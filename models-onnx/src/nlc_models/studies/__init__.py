"""Experiments whose results are documented in docs/: ablations, recipes, random masks, attention maps. Nothing here
makes a pack.

May import everything but nlc_models.commands.
"""
