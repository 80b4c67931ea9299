"""Faults of all kinds, one after the other, drawn from a seed, against a cluster that is written to, read and administered.

`plan` draws what is done, purely; `nemesis` does it; `admin` changes topics and scale meanwhile; `aftermath` compares what
is on the disks when all is over; `account` sums up. `test_chaos` says what is promised.
"""
