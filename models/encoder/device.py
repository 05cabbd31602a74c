"""Where a model runs: whether a device that was named is one that this machine has."""

import torch

from ...common.errors import InputError


def usable_device(name: str | None) -> str | None:
    """Return the name of a device ("cpu", "cuda", "cuda:1", "mps", ...) that tensors can be made on.

    None stays None: the library's own choice, an accelerator where there is one. Raises InputError for any
    other name.
    """
    if name is None:
        return None
    try:
        device = torch.device(name)
        torch.empty(1, device=device).fill_(0.0).item()
    except (RuntimeError, AssertionError, NotImplementedError) as error:
        own = torch.accelerator.current_accelerator() if torch.accelerator.is_available() else None
        there = "cpu" if own is None else f"cpu, {own.type}"
        reason = str(error).strip().splitlines()[0]
        raise InputError(f"device {name}: not usable on this machine, which has {there} ({reason})") from None
    return name
