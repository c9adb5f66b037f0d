"""Graphs of the transforms, which are float: analysis, synthesis, hyper analysis, latent residual prediction."""

import torch

from .emit import emit
from .entropy_graphs import output_channels
from .graph import Graph


def analysis(codec):
    """x 1 x 3 x H x W in [0,1], gain 1 x M x 1 x 1 -> y 1 x M x H/16 x W/16, not rounded."""
    g = Graph("analysis")
    x, gain = g.input("x", [1, 3, "height", "width"]), g.input("gain", [1, codec.m, 1, 1])
    y = emit(codec.g_a, g, g.node("Sub", x, g.scalar(0.5)))
    return g.model(g.node("Mul", y, gain), "y", [1, codec.m, "h", "w"])


def hyper_analysis(codec):
    """y 1 x M x 4h x 4w -> z 1 x N x h x w, not rounded."""
    g = Graph("hyper_analysis")
    return g.model(
        emit(codec.h_a, g, g.input("y", [1, codec.m, "height", "width"])), "z", [1, codec.hyper_channels, "h", "w"]
    )


def synthesis(codec):
    """y 1 x M x h x w integers, inverse_gain 1 x M x 1 x 1 -> x 1 x 3 x 16h x 16w, about [0,1]."""
    g = Graph("synthesis")
    y, gain = g.input("y", [1, codec.m, "h", "w"]), g.input("inverse_gain", [1, codec.m, 1, 1])
    x = emit(codec.g_s, g, g.node("Mul", y, gain))
    return g.model(g.node("Add", x, g.scalar(0.5)), "x", [1, 3, "height", "width"])


def residual(codec, n):
    """hyper 1 x F x h x w and y 1 x M x h x w integers -> residual 1 x M x h x w within +-0.5."""
    if n.hyper_bits is None:
        raise ValueError("these integer networks do not know the scale of their hyper features: quantise again")
    g, r = Graph("residual"), codec.residual
    hyper = g.input("hyper", [1, output_channels(n.hyper_synthesis), "h", "w"])
    y = g.input("y", [1, codec.m, "h", "w"])
    hyper = emit(
        r.hyper, g, g.node("Mul", hyper, g.constant(torch.exp2(-n.hyper_bits.float()).view(1, -1, 1, 1).numpy()))
    )
    x = emit(r.act, g, g.node("Add", hyper, emit(r.symbols, g, g.node("Mul", y, g.scalar(r.SCALE)))))
    return g.model(g.node("Mul", g.node("Tanh", emit(r.out, g, x)), g.scalar(0.5)), "residual", [1, codec.m, "h", "w"])
