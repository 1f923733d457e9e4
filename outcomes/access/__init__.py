"""What is made of a cycle's results: who sees it, and who may take which step."""
