"""Clients, good ones and bad ones, on one cluster that none of them may harm."""

BAD_TOPIC = "bad-clients"  # one partition, three replicas; what bad clients aim at
