"""Kafka's protocol by hand, as far as a client needs it that does what no library would: frames, a few requests, batches.

Nothing here checks what it sends: that is the point.
"""
