"""The probe: a steady stream of records through a cluster while things are done to it, every record accounted for.

The work is done by `e2e-go probe`; here it is started, told of events, and its report read.
"""

import json
import queue
import subprocess
import threading
from pathlib import Path

from . import paths
from .cluster import Cluster
from .wait import Late, until


class Probe:
    """Used as a context: `with Probe(...) as probe: ...; report = probe.finish()`."""

    def __init__(self, cluster: Cluster, topic: str, *, rate: float = 200, partitions: int = 6, replication: int = 3, min_isr: int = 2,
                 size: int = 100):
        self.partitions, self.report_file = partitions, cluster.directory / f"{topic}.json"
        self._log = cluster.directory / f"{topic}.log"
        self._answers: queue.Queue[str] = queue.Queue()
        with open(self._log, "wb") as log:
            self._popen = subprocess.Popen(
                [*paths.e2e_go(), "probe", "--bootstrap", cluster.bootstrap, "--topic", topic, "--rate", str(rate), "--partitions",
                 str(partitions), "--replication", str(replication), "--min-isr", str(min_isr), "--size", str(size)],
                stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=log, text=True)
        threading.Thread(target=self._listen, daemon=True).start()

    def _listen(self) -> None:
        for line in self._popen.stdout:
            self._answers.put(line)
        self._answers.put("")

    def __enter__(self) -> "Probe":
        try:
            until("the probe writes and reads", lambda: (c := self.counts())["partitions_acked"] == self.partitions and c["read"], 60)
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        self._popen.kill()
        self._popen.wait()

    def _tell(self, line: str) -> dict:
        try:
            self._popen.stdin.write(line + "\n")
            self._popen.stdin.flush()
            answer = self._answers.get(timeout=10)
        except (OSError, queue.Empty) as e:
            raise Late(f"the probe does not answer: {e}") from e
        if not answer:
            raise AssertionError(f"the probe ended: {self._log.read_text()}")
        return json.loads(answer)

    def mark(self, event: str) -> None:
        """Notes that something is done to the cluster now."""
        self._tell(f"mark {event}")

    def counts(self) -> dict:
        """Numbers so far: sent, acked, read, partitions_acked, acked_since_mark, read_since_mark, failed."""
        return self._tell("counts")

    def await_acks(self, seconds: float) -> None:
        """Until a record sent after the last mark was acknowledged in every partition."""
        until("every partition acknowledges again", lambda: self.counts()["partitions_acked"] == self.partitions, seconds)

    def await_flow(self, records: int, seconds: float) -> None:
        """Until that many records were acknowledged, and read, since the last mark."""
        until(f"{records} records acknowledged and read",
              lambda: min((c := self.counts())["acked_since_mark"], c["read_since_mark"]) >= records, seconds)

    def finish(self) -> "Report":
        """Ends the stream, reads the topic from its start and accounts for every record."""
        self._popen.stdin.close()
        code = self._popen.wait(240)
        if code:
            raise AssertionError(f"the probe ended with {code}: {self._log.read_text()}")
        *_, report = iter(lambda: self._answers.get(timeout=10), "")
        self.report_file.write_text(report)
        return Report(json.loads(report), self.report_file, self._log.read_text())


class Report:
    """What became of every record; `e2e/clients/go/ledger` says what each figure means."""

    def __init__(self, values: dict, file: Path, log: str):
        self.values, self.file, self.log = values, file, log

    def assert_nothing_lost(self) -> None:
        """Nothing acknowledged is lost; nothing is there twice, or out of order, or where it was not acknowledged."""
        v, audit = self.values, self.values["audit"]
        faults = {k: audit[k] for k in ("lost", "duplicated", "reordered", "moved", "foreign") if audit[k]}
        faults |= {k: v[k] for k in ("failed", "read_reordered") if v[k]}
        assert audit["complete"], f"the topic could not be read to its end: {self.log}"
        assert not faults, f"{faults}; {audit.get('samples')}; {v.get('failures')}; the whole account: {self.file}\n{self.log}"
        assert v["acked"] == v["sent"], f"{v['sent'] - v['acked']} of {v['sent']} records were never answered; {self.file}"
        assert v["read"] == v["sent"], f"the consumer of the run read {v['read']} of {v['sent']} records; {self.file}"

    def mark(self, event: str) -> dict:
        return next(m for m in self.values["marks"] if m["name"] == event)

    def assert_acknowledged_within(self, event: str, seconds: float) -> None:
        """A record sent after the event was acknowledged in every partition within that time."""
        took = self.mark(event)["all_ack_ms"]
        assert took is not None and took <= seconds * 1000, f"after «{event}» every partition acknowledged after {took} ms, not {seconds} s"

    def summary(self) -> str:
        """One line for each event, for people."""
        v = self.values
        lines = [f"{v['acked']} of {v['sent']} acknowledged, {v['read']} read, lost {v['audit']['lost']}, duplicated "
                 f"{v['audit']['duplicated']}, reordered {v['audit']['reordered']}, redelivered {v['redelivered']}; acknowledgement p50/p99/max "
                 f"{_spread(v['ack_ms'])} ms, gap {_spread(v['ack_gap_ms'])} ms; longest silence of a partition {max(v['silence_ms'].values())} ms"]
        lines += [f"  {m['at_s']:7.2f} s {m['name']}: acknowledged first {m['first_ack_ms']}, everywhere {m['all_ack_ms']} ms; silence "
                  f"{m['silence_ms']} ms; latency {_spread(m['ack_ms'])} ms" for m in v["marks"]]
        return "\n".join(lines)


def _spread(s: dict | None) -> str:
    return f"{s['p50']}/{s['p99']}/{s['max']}" if s else "-"
