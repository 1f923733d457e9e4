"""What stands beside the votes of a cycle, as pages show it."""
