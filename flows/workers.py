"""Worker processes that clean shards. Spawned, never forked: CTranslate2 hangs in a child that was forked after it loaded a model."""

from __future__ import annotations

import os
import signal
from concurrent.futures import CancelledError, Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import suppress
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path
from threading import Lock, Thread
from types import TracebackType

from flows.build import Workshop, workshop
from flows.manifest import Manifest
from flows.options import Cleaning
from flows.plan import Shard
from flows.report import Report
from flows.shard import clean_shard

_workshop: Workshop | None = None
"""A worker process's own; built once, by `_enter`."""


def _enter(options: Cleaning, crew: Connection) -> None:
    global _workshop
    Thread(target=_end_with, args=(crew,), daemon=True).start()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C goes to the whole group; the crew hears it and hangs up
    os.environ["OMP_NUM_THREADS"] = "1"  # one core a worker; and libgomp beside onnxruntime can deadlock at exit with more
    _workshop = workshop(options)


def _end_with(crew: Connection) -> None:
    """End when the crew hangs up, as the kernel does for one that was killed: else a worker would finish its shard and wait for ever."""
    with suppress(EOFError, OSError):
        crew.recv_bytes()
    os._exit(1)


def _clean(shard: Shard, state: Path) -> Report:
    assert _workshop is not None
    return clean_shard(shard, _workshop, Manifest(state))


class Crew:
    """Cleans shards in worker processes, or in this one where there is work for one only. A context manager; safe to use from threads."""

    def __init__(self, options: Cleaning, state: Path, *, here: Workshop, workers: int, shards: int) -> None:
        self.size = max(1, min(workers or os.cpu_count() or 1, shards))
        self._options, self._state = options, state
        self._pool: ProcessPoolExecutor | None = None
        self._here = here
        self._lock, self._one_by_one = Lock(), Lock()
        self._workers_end, self._line = get_context("spawn").Pipe(duplex=False)
        self._ended = False

    def __enter__(self) -> Crew:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        if kind is not None:
            self.end()
        if self._pool is not None:
            self._pool.shutdown(wait=kind is None, cancel_futures=True)
        self._line.close()
        self._workers_end.close()

    def end(self) -> None:
        """End the workers where they stand: shards take minutes, nobody waits for them, and a file takes its name only when whole."""
        with self._lock:
            self._ended = True
            self._line.close()

    def clean(self, shard: Shard) -> Report:
        """Clean a shard and wait for it. Where a worker dies, each shard that was at work is tried once more in a process of its own."""
        if self.size == 1:
            with self._lock:
                return clean_shard(shard, self._here, Manifest(self._state))
        pool = self._started()
        try:
            return self._submit(pool, shard).result()
        except BrokenProcessPool:
            self._dismiss(pool)
        with self._one_by_one, self._new_pool(1) as single:  # so that only the guilty shard can fail
            try:
                return self._submit(single, shard).result()
            except BrokenProcessPool:
                return _lost(shard)

    def _submit(self, pool: ProcessPoolExecutor, shard: Shard) -> Future[Report]:
        return pool.submit(_clean, shard, self._state)

    def _started(self) -> ProcessPoolExecutor:
        with self._lock:
            if self._ended:
                raise CancelledError("the run was ended")
            if self._pool is None:
                self._pool = self._new_pool(self.size)
            return self._pool

    def _new_pool(self, size: int) -> ProcessPoolExecutor:
        return ProcessPoolExecutor(size, mp_context=get_context("spawn"), initializer=_enter, initargs=(self._options, self._workers_end))

    def _dismiss(self, pool: ProcessPoolExecutor) -> None:
        with self._lock:
            if self._pool is pool:
                pool.shutdown(wait=False, cancel_futures=True)
                self._pool = None


def _lost(shard: Shard) -> Report:
    report = Report()
    for piece in shard.pieces:
        report.problem(
            f"{piece.source} was not cleaned: its worker process died twice, perhaps for want of memory; take smaller shards", file=True
        )
    return report
