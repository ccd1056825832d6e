"""Where stories come from. Yields bytes with an origin and a stamp; decides nothing and stores nothing."""
