"""What is issued once and frozen: the weekly ledgers, with their rows, files, hashes and the readings used."""
