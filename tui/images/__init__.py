"""The pictures of articles: from an address to a few pixels for a terminal, or a sentence that says why not.

Keeps nothing and draws nothing.
"""
