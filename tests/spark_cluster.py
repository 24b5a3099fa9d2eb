"""A standalone Spark cluster for every test that wants one: a master and two workers on loopback, once in a process."""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from threading import Thread, Timer
from unittest.mock import patch

import pytest

WORKERS = 2
PATIENCE = 600
"""Seconds after which a master or a worker that has not said that it is ready is ended, however busy the machine."""

QUICK = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC"
SETTINGS = f"""
spark.driver.host 127.0.0.1
spark.driver.memory 768m
spark.driver.extraJavaOptions {QUICK}
spark.executor.memory 512m
spark.executor.extraJavaOptions {QUICK}
spark.ui.enabled false
spark.cores.max {WORKERS}
spark.scheduler.minRegisteredResourcesRatio 1.0
spark.scheduler.maxRegisteredResourcesWaitingTime {PATIENCE}s
spark.sql.shuffle.partitions 4
"""
"""Small, and soon started: what takes long here is starting and not counting. Counting waits for all workers."""


@pytest.fixture(scope="session")
def spark_master(tmp_path_factory) -> Iterator[str]:
    """The address of the master of a cluster whose workers have registered."""
    with cluster(tmp_path_factory.mktemp("spark")) as address:
        yield address


@contextmanager
def cluster(folder: Path) -> Iterator[str]:
    """Run a master and two workers of one core each, which write into a folder; whoever asks follows its settings."""
    (folder / "spark-defaults.conf").write_text(SETTINGS)
    environment = {
        "SPARK_CONF_DIR": str(folder),
        "SPARK_LOCAL_DIRS": str(folder),
        "SPARK_LOCAL_IP": "127.0.0.1",
        "SPARK_DAEMON_MEMORY": "256m",
        "SPARK_DAEMON_JAVA_OPTS": QUICK,
    }
    own = ("--cores", "1", "--memory", "1g", "--work-dir", str(folder))
    with patch.dict(os.environ, environment), ExitStack() as running:
        master = _ready(running.enter_context(_daemon("master.Master")), r"Starting Spark master at (\S+)")
        workers = [running.enter_context(_daemon("worker.Worker", *own, master)) for _ in range(WORKERS)]
        for worker in workers:
            _ready(worker, r"Successfully registered with master (\S+)")
        yield master


@contextmanager
def _daemon(name: str, *told: str) -> Iterator[subprocess.Popen[str]]:
    """Run one daemon on free ports of loopback."""
    import pyspark

    starter = Path(pyspark.__file__).parent / "bin" / "spark-class"
    command = [
        str(starter),
        f"org.apache.spark.deploy.{name}",
        "--host",
        "127.0.0.1",
        "--port",
        "0",
        "--webui-port",
        "0",
    ]
    with subprocess.Popen([*command, *told], stderr=subprocess.PIPE, text=True) as process:
        try:
            yield process
        finally:
            process.terminate()


def _ready(process: subprocess.Popen[str], sign: str) -> str:
    """Wait until the log of a daemon says that it is ready; gives what it says there."""
    assert process.stderr
    too_late = Timer(PATIENCE, process.kill)
    too_late.start()
    said: list[str] = []
    for line in process.stderr:
        said.append(line)
        if found := re.search(sign, line):
            too_late.cancel()
            Thread(
                target=process.stderr.read, daemon=True
            ).start()  # a log that nobody reads would stop its writer
            return found[1]
    too_late.cancel()
    raise RuntimeError("Spark did not start:\n" + "".join(said))
