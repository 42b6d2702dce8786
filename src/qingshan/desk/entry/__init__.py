"""A form for every action: what it asks, what was typed into it, and what would follow."""
