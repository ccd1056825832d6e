"""The full text of articles: from a page's bytes to blocks for the terminal, and what to try when a page is gone.

Fetches nothing, stores nothing and draws nothing.
"""
