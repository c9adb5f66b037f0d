"""Networks of the NLC image codec: training, evaluation, exact integer quantisation and export to ONNX model packs."""

__version__ = "0.1.0"
