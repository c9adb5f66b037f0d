"""Command line: python -m nlc_models train | quantize | evaluate | estimate | export. See README.md."""
