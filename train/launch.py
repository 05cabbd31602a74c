"""Several CPU processes under `accelerate launch --cpu --num_processes N`.

accelerate starts one process for CPU training unless MPI is given; the number asked for reaches the
script only on the launcher's command line. Where that is so, this module starts the entry again under
torch's own launcher with that number; accelerate then finds the ranks it expects.
"""

import os
import sys
from pathlib import Path

RANKS = ("LOCAL_RANK", "RANK", "WORLD_SIZE", "OMPI_COMM_WORLD_RANK", "PMI_RANK")


def relaunch_on_cpu(script: Path) -> None:
    """Replace this process by N of the same command, if `accelerate launch --cpu` was asked for N > 1."""
    on_cpu = os.environ.get("ACCELERATE_USE_CPU", "").lower() in ("true", "1")
    if not on_cpu or any(name in os.environ for name in RANKS):
        return
    launcher = _launcher_arguments(script.name)
    processes = _processes(launcher) if launcher is not None else 1
    if processes > 1:
        command = [sys.executable, "-m", "torch.distributed.run", "--standalone", "--nproc_per_node"]
        os.execv(sys.executable, [*command, str(processes), str(script), *sys.argv[1:]])


def _launcher_arguments(script: str) -> list[str] | None:
    """Return the options of the `accelerate launch` that started this process, None if none did."""
    import psutil

    parent = psutil.Process().parent()
    words = parent.cmdline() if parent is not None else []
    ends = [index for index, word in enumerate(words) if Path(word).name == script]
    names = ("launch", "accelerate-launch", "launch.py", "accelerate.commands.launch")
    starts = [index for index, word in enumerate(words) if Path(word).name in names]
    if not ends or not starts or starts[0] >= ends[0]:
        return None
    return words[starts[0] + 1 : ends[0]]


def _processes(launcher: list[str]) -> int:
    """Return the number of processes that the launcher's options, or its config file, ask for."""
    from accelerate.commands.config import load_config_from_file
    from accelerate.commands.launch import launch_command_parser

    options = launch_command_parser().parse_args([*launcher, "script.py"])
    if options.num_processes is None and options.config_file is not None:
        options.num_processes = load_config_from_file(options.config_file).num_processes
    return int(options.num_processes or 1)
