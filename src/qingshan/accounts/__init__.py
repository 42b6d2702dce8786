"""Bodies and people: organisations with dated names, appointments with dates, roles, and what a person may do."""
