"""What tests of 8-bit transforms share."""

import numpy as np
import pytest
import torch

from nlc_models.export import self_test
from nlc_models.int8 import layers
from nlc_models.int8.graph import Int8Graph


@pytest.fixture(scope="module")
def multiplies_bytes():
    """Skips where processors add products of bytes in 16 bits: AVX2 without VNNI."""
    net = layers.QuantisedConv(torch.nn.Conv2d(64, 16, 1, bias=False), relu=True)
    net.conv.bias = torch.nn.Parameter(torch.zeros(16))
    torch.nn.init.ones_(net.conv.weight)
    source = layers.Quantiser(64, layers.UNSIGNED)
    net.out.log_scale.data += np.log(64.0)
    graph = Int8Graph("one", 64, [])
    x = graph.input("x", [1, 64, "h", "w"])
    y = graph.convolution8(graph.quantise(x, source), source, net)
    y = graph.node("DequantizeLinear", y, *graph.per_channel(net.out), axis=1)
    model = graph.model(y, "y", [1, 16, "h", "w"]).SerializeToString()
    made = self_test.session(model).run(None, {"x": np.full((1, 64, 8, 8), 255, np.float32)})[0]
    if not np.allclose(made, 255 * 64):
        pytest.skip("this processor saturates sums of products of bytes")
