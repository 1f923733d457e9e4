"""Forms of fault tolerance."""
