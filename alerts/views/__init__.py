"""Pages of signals, cards, rectification and warning education."""
