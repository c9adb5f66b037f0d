"""Derivatives of ONNX graphs as ONNX graphs: reverse-mode differentiation, node by node, of what transforms and heads
are made of (Griewank and Walther, Evaluating Derivatives, chapter 3).

A runtime for inference knows no gradients, so the products with the transposed Jacobian are nodes like all others.
Rounding (Floor) counts as the identity, as in training.
"""

from collections import defaultdict

import numpy as np
import onnx
from onnx import helper

LARGEST = np.iinfo(np.int64).max


def embed(g, model, prefix, values):
    """Append the nodes of an ONNX model to a Graph, everything of its own under prefix/name.

    values: {input: value name in g}. Returns {output: value name in g}.
    """
    names = dict(values)

    def named(name):
        return names.setdefault(name, f"{prefix}/{name}") if name else name

    for initialiser in model.graph.initializer:
        copy = onnx.TensorProto()
        copy.CopyFrom(initialiser)
        copy.name = named(copy.name)
        g.initialisers.append(copy)
    for node in model.graph.node:
        copy = onnx.NodeProto()
        copy.CopyFrom(node)
        del copy.input[:], copy.output[:]
        copy.input.extend(named(i) for i in node.input)
        copy.output.extend(named(o) for o in node.output)
        g.nodes.append(copy)
    return {output.name: named(output.name) for output in model.graph.output}


class Pullback:
    """The transposed Jacobian of some nodes of a Graph, which are all there when this is made.

    wrt: the value that derivatives are with respect to. ValueError for a node on the way whose derivative is not
    known.
    """

    def __init__(self, g, wrt):
        self.g, self.wrt = g, wrt
        self.reached = {wrt}
        self.path = []
        for node in g.nodes:
            if self.reached.intersection(node.input):
                self.path.append(node)
                self.reached.update(node.output)
        self.shapes = {i.name: tuple(i.dims) for i in g.initialisers}
        self.first = {n.output[0]: n.input[0] for n in g.nodes if n.op_type in ("Cast", "Mul")}
        self.flipped = {}

    def __call__(self, seeds):
        """seeds: {value: name of the derivative by it} -> name of the derivative by wrt."""
        found = defaultdict(list)
        for value, derivative in seeds.items():
            found[value].append(derivative)
        for node in reversed(self.path):
            if node.output[0] not in found:
                continue
            d = self.total(found[node.output[0]])
            if node.op_type not in RULES:
                raise ValueError(f"the derivative of {node.op_type} is not known")
            for value, derivative in RULES[node.op_type](self, node, d):
                found[value].append(derivative)
        return self.total(found[self.wrt])

    def total(self, derivatives):
        """Their sum."""
        total = derivatives[0]
        for d in derivatives[1:]:
            total = self.g.node("Add", total, d)
        return total

    def shape(self, name):
        """The shape of a weight: an initialiser, which may have been cast or squared."""
        return self.shapes[name] if name in self.shapes else self.shape(self.first[name])

    def flip(self, weight):
        """The kernel of the convolution that is another one's transpose: channels swapped, turned by half a circle."""
        if weight not in self.flipped:
            g, w = self.g, self.g.node("Transpose", weight, perm=[1, 0, 2, 3])
            if self.shape(weight)[2:] != (1, 1):
                last, first = g.indices([-1, -1]), g.indices([-LARGEST, -LARGEST])
                w = g.node("Slice", w, last, first, g.indices([2, 3]), g.indices([-1, -1]))
            self.flipped[weight] = w
        return self.flipped[weight]

    def where(self, larger, smaller, then, otherwise):
        """then where larger > smaller, element by element, and otherwise elsewhere."""
        return self.g.node("Where", self.g.node("Greater", larger, smaller), then, otherwise)


def attributes(node):
    """{name: value}."""
    return {a.name: helper.get_attribute_value(a) for a in node.attribute}


def convolution(p, node, d):
    """Of stride 1 it is a convolution with the kernel turned, of others a transposed one."""
    x, weight = node.input[:2]
    a, shape = attributes(node), p.shape(weight)
    pads, strides = a.get("pads", [0] * 4), a.get("strides", [1, 1])
    if a.get("group", 1) != 1 or len(shape) != 4:
        raise ValueError("the derivative of a convolution in groups or of volumes is not known")
    if list(strides) == [1, 1]:
        sides = [shape[2], shape[3]] * 2
        return [(x, p.g.node("Conv", d, p.flip(weight), pads=[s - 1 - b for s, b in zip(sides, pads)]))]
    # sides of what is convolved are multiples of the stride
    more = [s - (k - 2 * b) for s, k, b in zip(strides, shape[2:], pads)]
    return [(x, p.g.node("ConvTranspose", d, weight, strides=strides, pads=pads, output_padding=more))]


def transposed_convolution(p, node, d):
    """A convolution with the same kernel."""
    a = attributes(node)
    kept = {k: a[k] for k in ("strides", "pads", "dilations", "group") if k in a}
    return [(node.input[0], p.g.node("Conv", d, node.input[1], **kept))]


def both(p, node, d, left, right):
    """Derivatives by those of two operands that are on the way; left, right: functions without arguments."""
    a, b = node.input
    return [(v, f()) for v, f in ((a, left), (b, right)) if v in p.reached]


def add(p, node, d):
    """Operands on the way have the sum's shape; others may be broadcast."""
    return both(p, node, d, lambda: d, lambda: d)


def subtract(p, node, d):
    """As add."""
    return both(p, node, d, lambda: d, lambda: p.g.node("Sub", p.g.scalar(0), d))


def multiply(p, node, d):
    """As add."""
    a, b = node.input
    return both(p, node, d, lambda: p.g.node("Mul", d, b), lambda: p.g.node("Mul", d, a))


def divide(p, node, d):
    """As add."""
    b, y = node.input[1], node.output[0]

    def by_b():
        return p.g.node("Div", p.g.node("Mul", d, y), p.g.node("Sub", p.g.scalar(0), b))

    return both(p, node, d, lambda: p.g.node("Div", d, b), by_b)


def matrix(p, node, d):
    """The product of rows with a constant on the right, with or without a constant that is added."""
    if node.input[0] not in p.reached or p.reached.intersection(node.input[1:]):
        raise ValueError(f"the derivative of {node.op_type} by its second operand is not known")
    return [(node.input[0], p.g.node("Gemm", d, node.input[1], transB=1))]


def leaky(p, node, d):
    """Slope 1 above 0."""
    slope = p.g.node("Mul", d, p.g.scalar(attributes(node).get("alpha", 0.01)))
    return [(node.input[0], p.where(node.output[0], p.g.scalar(0), d, slope))]


def relu(p, node, d):
    """Slope 0 below 0."""
    return [(node.input[0], p.where(node.output[0], p.g.scalar(0), d, p.g.scalar(0)))]


def sigmoid(p, node, d):
    """s (1 - s)."""
    s = node.output[0]
    return [(node.input[0], p.g.node("Mul", d, p.g.node("Sub", s, p.g.node("Mul", s, s))))]


def root(p, node, d):
    """1 / (2 sqrt)."""
    return [(node.input[0], p.g.node("Div", p.g.node("Mul", d, p.g.scalar(0.5)), node.output[0]))]


def clip(p, node, d):
    """Nothing comes back from beyond the limits."""
    x, low, high = node.input
    inner = p.where(x, high, p.g.scalar(0), d)
    return [(x, p.where(low, x, p.g.scalar(0), inner))]


def largest(p, node, d):
    """It goes to the larger operand; equal ones have their share, as integers often are."""
    a, b = node.input
    zero, half = p.g.scalar(0), p.g.node("Mul", d, p.g.scalar(0.5))

    def of(one, other):
        return p.where(one, other, d, p.where(other, one, zero, half))

    return both(p, node, d, lambda: of(a, b), lambda: of(b, a))


def pixel_shuffle(p, node, d):
    """1 x C x rH x rW -> 1 x C r^2 x H x W in the order of PyTorch."""
    a, g = attributes(node), p.g
    if a["mode"] != b"CRD":
        raise ValueError("the derivative of another DepthToSpace than PyTorch's is not known")
    r = a["blocksize"]
    shape = g.node("Shape", node.input[0])
    rows, columns = (g.node("Slice", shape, g.indices([i]), g.indices([i + 1])) for i in (2, 3))
    split = g.node("Concat", g.indices([-1]), rows, g.indices([r]), columns, g.indices([r]), axis=0)
    x = g.node("Transpose", g.node("Reshape", d, split), perm=[0, 2, 4, 1, 3])
    return [(node.input[0], g.node("Reshape", x, shape))]


def same(p, node, d):
    """The identity, or rounding."""
    return [(node.input[0], d)]


def concatenation(p, node, d):
    """The part of one operand on the way, the last one."""
    *others, x = node.input
    if p.reached.intersection(others):
        raise ValueError("the derivative of a concatenation by another operand than the last is not known")
    axis, g = attributes(node)["axis"], p.g
    size = g.node("Slice", g.node("Shape", x), g.indices([axis]), g.indices([axis + 1]))
    return [(x, g.node("Slice", d, g.node("Sub", g.indices([0]), size), g.indices([LARGEST]), g.indices([axis])))]


RULES = {
    "Add": add,
    "Clip": clip,
    "Concat": concatenation,
    "Conv": convolution,
    "ConvTranspose": transposed_convolution,
    "DepthToSpace": pixel_shuffle,
    "Div": divide,
    "Floor": same,
    "Gemm": matrix,
    "Identity": same,
    "LeakyRelu": leaky,
    "MatMul": matrix,
    "Max": largest,
    "Mul": multiply,
    "Relu": relu,
    "Sigmoid": sigmoid,
    "Sqrt": root,
    "Sub": subtract,
}
