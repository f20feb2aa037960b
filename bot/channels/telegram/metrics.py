"""The bot in figures, for Prometheus. It listens from outside: those who are measured know nothing of it.

Kinds and outcomes only: no figure is kept by person, chat or case.
"""

from __future__ import annotations

import platform
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from time import perf_counter

import telegram
from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, ProcessCollector, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector

from bot.channels.telegram.courier import Result, Retry, Send
from bot.channels.telegram.read import Update, kind
from bot.channels.telegram.taking import Fate, Take
from bot.core.trial import Trial
from bot.ports import LentLine, Store, StoreFailed

SECONDS = (0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10)


class Metrics:
    """Counts what passes."""

    def __init__(self, store: Store, trials: Mapping[str, Trial], clock: Callable[[], datetime]) -> None:
        self._registry = CollectorRegistry()
        self._updates = Counter(
            "prescreener_updates", "Updates by kind and outcome.", ("kind", "outcome"), registry=self._registry
        )
        self._seconds = Histogram(
            "prescreener_update_seconds",
            "From arrival until it may be confirmed.",
            ("kind",),
            buckets=SECONDS,
            registry=self._registry,
        )
        self._sends = Counter(
            "prescreener_sends", "Lines of the outbox by what they do and how it went.", ("do", "outcome"),
            registry=self._registry,
        )  # fmt: skip
        ProcessCollector(registry=self._registry)
        self._registry.register(_Outbox(store, clock))
        self._introduce(trials)

    def _introduce(self, trials: Mapping[str, Trial]) -> None:
        versions = {"python": platform.python_version(), "telegram": telegram.__version__}
        build = Gauge("prescreener_build_info", "What runs.", tuple(versions), registry=self._registry)
        build.labels(**versions).set(1)
        trial = Gauge("prescreener_trial_info", "Trials that are open.", ("trial", "version"), registry=self._registry)
        for one in trials.values():
            trial.labels(one.id, one.version).set(1)

    def figures(self) -> bytes:
        """Everything, in Prometheus's text format."""
        return generate_latest(self._registry)

    def timed(self, take: Take) -> Take:
        """The same, counted and timed."""

        async def taken(update: Update) -> Fate:
            begun = perf_counter()
            outcome = await take(update)
            self._seconds.labels(kind(update)).observe(perf_counter() - begun)
            self._updates.labels(kind(update), outcome).inc()
            return outcome

        return taken

    def counted(self, send: Send) -> Send:
        """The same, counted."""

        async def sent(line: LentLine) -> Result:
            outcome = "bug"
            try:
                result = await send(line)
                outcome = _name(result)
                return result
            finally:
                self._sends.labels(line.do, outcome).inc()

        return sent


def _name(result: Result) -> str:
    return "flood" if isinstance(result, Retry) and result.flood else type(result).__name__.lower()


class _Outbox(Collector):
    """Looks at the outbox whenever it is asked."""

    def __init__(self, store: Store, clock: Callable[[], datetime]) -> None:
        self._store, self._clock = store, clock

    def collect(self) -> Iterator[GaugeMetricFamily]:
        try:
            outbox = self._store.outbox()
        except StoreFailed:
            yield GaugeMetricFamily("prescreener_database_up", "Whether the database answers.", 0)
            return
        age = max((self._clock() - outbox.oldest).total_seconds(), 0) if outbox.oldest else 0
        yield GaugeMetricFamily("prescreener_database_up", "Whether the database answers.", 1)
        yield GaugeMetricFamily("prescreener_outbox_waiting", "Lines that are not yet sent.", outbox.waiting)
        yield GaugeMetricFamily("prescreener_outbox_oldest_seconds", "How long the oldest of them waits.", age)
        yield GaugeMetricFamily("prescreener_outbox_failed", "Lines that were given up.", outbox.failed)

    def describe(self) -> Iterator[GaugeMetricFamily]:
        return iter(())
