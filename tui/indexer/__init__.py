"""The process that keeps the index in step with the sources while a reader is open. Speaks JSON lines; draws nothing.

It is a process of its own because parsing holds the GIL: the reader's keys must not wait for it. It may be killed at any
moment: every change is one transaction, and the next run goes on from there.
"""
