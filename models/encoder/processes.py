"""A loaded retriever in other processes: forked ones, and those it is pickled to.

A forked process inherits the thread pool's state but not its threads, and would wait for them for ever
(gunicorn --preload): it computes on one thread. A model that has run carries hooks that cannot be pickled;
they are left out, and come back by themselves at the next run.
"""

import copy
import os
from typing import TypeVar

import torch
from torch import nn

Module = TypeVar("Module", bound=nn.Module)
_RECORDER = "transformers.utils.output_capturing"
_INSTALLED = "_output_capturing_hooks_installed"


def picklable(module: Module) -> Module:
    """Return a view of a module, on the same parameters, without what transformers hooked into it."""
    shared = {id(tensor): tensor for tensor in (*module.parameters(), *module.buffers())}
    view = copy.deepcopy(module, shared)
    for part in view.modules():
        for number, hook in list(part._forward_hooks.items()):
            if getattr(hook, "__module__", "") == _RECORDER:
                del part._forward_hooks[number]
        if getattr(part, _INSTALLED, False):
            setattr(part, _INSTALLED, False)
    return view


def _in_child() -> None:
    torch.set_num_threads(1)


if hasattr(os, "register_at_fork"):  # not on Windows, which does not fork
    os.register_at_fork(after_in_child=_in_child)
