"""Collectors of running text from packages, by where the packages come from."""
