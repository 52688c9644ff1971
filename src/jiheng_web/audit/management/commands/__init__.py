"""One module a command; `python -m jiheng_web verify-log` reaches the one that matters by its name."""
