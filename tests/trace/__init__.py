"""What single clauses let a user rely on (docs/trace.toml)."""
