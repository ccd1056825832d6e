"""Pure helpers for text: cleaning, addresses, dates, markup, words. Nothing here touches disk, network or clock."""
