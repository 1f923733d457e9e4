"""What stands beside the votes of a cycle, read across tables."""
