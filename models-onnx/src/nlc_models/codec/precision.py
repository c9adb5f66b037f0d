"""Whether to train in bfloat16."""

import torch

NATIVE = ("avx512_bf16", "amx_bf16", "bf16")  # the last one on Arm


def bfloat16(device):
    """True where the device multiplies bfloat16 itself.

    A processor that does not converts every operand: a step then takes three times as long as in float32.
    """
    return device != "cpu" or any(torch.cpu.get_capabilities().get(name) for name in NATIVE)
