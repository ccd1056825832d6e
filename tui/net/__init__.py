"""The network, through one guarded client: the only importer of httpx. Knows nothing of sources and stories.

A client lives for one sync or one article: a cancelled request leaves its slot in httpx 0.28.1's pool taken for ever,
so a pool that is thrown away is the only one that may be cancelled at any moment.
"""
