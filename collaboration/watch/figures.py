"""The figures, as Prometheus reads them: what this machine's processes counted together, and what the last look found.

prometheus-client adds up the processes (each keeps a file of numbers, see empcp_site/gunicorn.py). No figure has
a label that a visitor could choose: views go by their names in our own table of addresses.
"""

import os
import sys
from collections.abc import Iterator

from prometheus_client import REGISTRY, CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.exposition import CONTENT_TYPE_PLAIN_0_0_4 as CONTENT_TYPE
from prometheus_client.multiprocess import MultiProcessCollector

from .standing import lookout

__all__ = ["CONTENT_TYPE", "count", "exposition"]

answers = Counter("empcp_answers", "Requests that Django answered, by view and class of answer; stored pages are not among them.", ["view", "answer"])
seconds = Histogram("empcp_answer_seconds", "Seconds that Django took for an answer.", ["answer"], buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 20))
stored = Gauge("empcp_page_store", "The page stores of the processes that run now, together; each begins at nothing.", ["what"], multiprocess_mode="livesum")


def count(view: str, status: int, took: float) -> None:
    """Note one answer, and how this process's page store fares."""
    kind = f"{status // 100}xx"
    answers.labels(view, kind).inc()
    seconds.labels(kind).observe(took)
    for what, number in page_store().items():
        stored.labels(what).set(number)


def page_store() -> dict[str, int]:
    """What the page store of this process counts; nothing where there is none, as under a management command."""
    application = getattr(sys.modules.get("empcp_site.wsgi"), "application", None)
    return application.counts() if hasattr(application, "counts") else {}


class Standing:
    """What the site stands on, as last looked at. What cannot be found out has no figure."""

    def collect(self) -> Iterator[Metric]:
        found = lookout.see()
        well = GaugeMetricFamily("empcp_check_ok", "Whether a check of /health/ready found all well.", labels=["check"])
        took = GaugeMetricFamily("empcp_check_seconds", "Seconds that a check took.", labels=["check"])
        for name, finding in found.items():
            well.add_metric([name], float(finding.ok))
            took.add_metric([name], finding.seconds)
            yield from (GaugeMetricFamily(f"empcp_{figure}", f"From the check “{name}”.", value=number) for figure, number in finding.figures.items())
        yield from (well, took)


def exposition() -> bytes:
    """All figures as text."""
    registry = CollectorRegistry()
    registry.register(Standing())
    if "PROMETHEUS_MULTIPROC_DIR" in os.environ:
        MultiProcessCollector(registry)
        return generate_latest(registry)
    return generate_latest(registry) + generate_latest(REGISTRY)
