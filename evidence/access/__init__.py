"""What stands beside the votes of a cycle: who sees it, and who may take which step."""
