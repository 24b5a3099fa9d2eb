"""What a figure was measured on, and how busy others kept the machine meanwhile."""

from __future__ import annotations

import os
import platform
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

_TICKS = os.sysconf("SC_CLK_TCK")
_PROC = Path("/proc")


def describe_machine() -> str:
    """One line: processor, cores, memory, system, Python."""
    model = _first("model name", _PROC / "cpuinfo") or platform.processor() or "unknown processor"
    memory = int((_first("MemTotal", _PROC / "meminfo") or "0 kB").split()[0]) / 1024**2
    system = f"{platform.system()} {platform.release()}"
    return f"{model}, {os.cpu_count()} cores, {memory:.0f} GiB, {system}, Python {platform.python_version()}"


def _first(key: str, path: Path) -> str | None:
    lines = path.read_text().splitlines() if path.exists() else []
    return next((line.partition(":")[2].strip() for line in lines if line.startswith(key)), None)


@dataclass
class OthersCpu:
    """Cores that other processes kept busy on average during a measurement; None where /proc is not Linux's."""

    cores: float | None = None
    seconds: float = 0.0

    def __str__(self) -> str:
        if self.cores is None:
            return "CPU used by others: not known on this system"
        return f"CPU used by others meanwhile: {self.cores:.2f} of {os.cpu_count()} cores over {self.seconds:.1f} s"


@contextmanager
def others_cpu(*own: int) -> Iterator[OthersCpu]:
    """Measure what everybody else used while the block ran, from /proc/stat.

    This process and its descendants are not others, nor are the processes ``own`` (a database server, say) and theirs.
    """
    told = OthersCpu()
    if not (_PROC / "stat").exists():
        yield told
        return
    began, all_before, own_before = time.monotonic(), _all_seconds(), cpu_seconds(os.getpid(), *own)
    yield told
    told.seconds = time.monotonic() - began
    others = (_all_seconds() - all_before) - (cpu_seconds(os.getpid(), *own) - own_before)
    told.cores = max(others, 0.0) / told.seconds if told.seconds else 0.0


def _all_seconds() -> float:
    """Seconds of CPU that the machine has spent busy: user, nice, system, irq, softirq, steal."""
    fields = [int(field) for field in (_PROC / "stat").read_text().splitlines()[0].split()[1:]]
    return (sum(fields[:3]) + sum(fields[5:8])) / _TICKS


def cpu_seconds(*roots: int) -> float:
    """Seconds of CPU that processes and their descendants have used so far, ended children included."""
    parents, spent = {}, {}
    for entry in _PROC.iterdir():
        if entry.name.isdigit():
            try:
                fields = (entry / "stat").read_text().rpartition(")")[2].split()
            except OSError:  # it has ended since
                continue
            parents[int(entry.name)] = int(fields[1])
            spent[int(entry.name)] = sum(map(int, fields[11:15]))  # its own and its ended children's
    return sum(spent[pid] for pid in spent if _descends(pid, set(roots), parents)) / _TICKS


def _descends(pid: int, roots: set[int], parents: dict[int, int]) -> bool:
    while pid not in roots and pid in parents:
        pid = parents[pid]
    return pid in roots
