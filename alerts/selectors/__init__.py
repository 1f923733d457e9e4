"""Reading signals and cards."""
