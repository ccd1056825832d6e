"""Pure helpers for text: cleaning, addresses, counts, dates, markup, words. Nothing here touches disk, network or clock."""
