"""The manners of the partner API: one shape of errors, strict JSON, signed cursors, a pace, writes done once.

What is asked of a caller stands at each operation (``auth=``); who the caller is, :mod:`motcua.people.api` knows.
"""
