"""Where to compute, and how exactly."""

import torch


def device() -> torch.device:
    """Return the graphics processor where there is one."""
    return torch.device("cuda" if torch.cuda.is_available() else "cpu")


def autocast(device: torch.device) -> torch.autocast:
    """Return a context that computes in bfloat16 where that is faster: on a graphics processor, and on a CPU
    with the instructions for it, which multiplies four times as fast as in single precision."""
    fast = device.type == "cuda" or bool(torch.cpu.get_capabilities().get("avx512_bf16"))
    return torch.autocast(device.type, dtype=torch.bfloat16, enabled=fast)
