"""From the rulebook's answers to what the pages show: pure functions, no model, no clock, no request."""
