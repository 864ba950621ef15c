"""Measurements, never part of the tests: ./run bench NAME."""
