"""What stands beside the votes of a cycle, over HTTP."""
