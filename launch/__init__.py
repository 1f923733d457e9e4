"""What `./run` and `./test` share: only the standard library, so that a bare machine can start here."""
