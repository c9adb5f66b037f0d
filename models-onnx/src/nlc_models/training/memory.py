"""Settings of the process that make PyTorch on a CPU faster and quieter."""

import ctypes
import platform
import sys

import torch

M_TRIM_THRESHOLD, M_MMAP_MAX = -1, -4  # malloc.h
KEPT = 2**31 - 1


def keep():
    """Let glibc keep freed memory, and PyTorch not try NNPACK.

    Activations are far above glibc's threshold, so every layer of every step would map fresh pages and give them
    back. Where page faults are dear (virtual machines), that is a third of all time: a step of cheng2020 64/192
    (batch 4, 256 pixels) spent 33 % in the kernel. Elsewhere than on glibc nothing is set. NNPACK is never used for
    what we run, but warns once a convolution where it is not supported.
    """
    if sys.platform == "linux" and platform.libc_ver()[0] == "glibc":
        libc = ctypes.CDLL(None)
        libc.mallopt(M_MMAP_MAX, 0)
        libc.mallopt(M_TRIM_THRESHOLD, KEPT)
    if hasattr(torch.backends, "nnpack"):
        torch.backends.nnpack.set_flags(False)
