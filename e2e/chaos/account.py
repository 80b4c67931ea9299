"""Sums up what the faults of a run did to those who write and read."""

from dataclasses import dataclass

from harness.probe import Report

from .plan import Round


@dataclass(frozen=True)
class Passed:
    """A round that is over."""

    round: Round
    whole_s: float  # from the end of the last fault until the cluster was whole again

    @property
    def kind(self) -> str:
        return self.round.faults[0].name if len(self.round.faults) == 1 else "two that overlap"

    def silence_s(self, report: Report) -> float:
        """The longest that a partition was without an acknowledgement."""
        return max(report.mark(self.round.mark(f))["silence_ms"] for f in self.round.faults) / 1000

    def acknowledged_s(self, report: Report) -> float:
        """From the last fault's beginning until every partition had acknowledged a record sent after it."""
        # the fault that began last has the last mark
        last = max(self.round.faults, key=lambda f: report.mark(self.round.mark(f))["at_s"])
        took = report.mark(self.round.mark(last))["all_ack_ms"]
        return float("inf") if took is None else took / 1000


def table(passed: list[Passed], report: Report) -> str:
    """For each kind of fault: how often, how long the silence of one partition was, how long until all was whole."""
    kinds: dict[str, list[Passed]] = {}
    for p in passed:
        kinds.setdefault(p.kind, []).append(p)
    lines = [f"{'':34} {'times':>5}  silence p50/p99/max s    acknowledged everywhere, most s   whole again, most s"]
    for kind in sorted(kinds):
        silence = sorted(p.silence_s(report) for p in kinds[kind])
        acked = max(p.acknowledged_s(report) for p in kinds[kind])
        lines.append(f"{kind:34} {len(silence):5}  {_at(silence, .5):6.2f}/{_at(silence, .99):6.2f}/{silence[-1]:6.2f} {acked:24.2f} "
                     f"{max(p.whole_s for p in kinds[kind]):24.1f}")
    return "\n".join(lines)


def _at(ascending: list[float], share: float) -> float:
    return ascending[min(len(ascending) - 1, int(len(ascending) * share))]
