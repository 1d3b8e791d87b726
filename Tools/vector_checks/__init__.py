"""References for Tools/cross-check-vectors, written from the standards and not from this project's code."""
