"""Forms of signals, cards, rectification and warning education."""
