"""What the end-to-end tests and the benchmarks stand on: clusters on this machine, the tools that ask them, the probe.

A test names only `Cluster`; whether Ferryman or Apache Kafka runs behind it is chosen once (`--on`), so that a test
proven against Apache Kafka speaks of Ferryman when it fails there. Nothing in here judges: it starts, asks, kills and
reports. Every wait is a condition with a deadline (`wait.until`), every port chosen free, every process found again
and ended by the token in its environment (`processes`).
"""
