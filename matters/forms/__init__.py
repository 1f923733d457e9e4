"""Forms of matters."""
