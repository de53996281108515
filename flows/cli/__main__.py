"""`python -m flows.cli` is the command `retouch`."""

from flows.cli import main

if __name__ == "__main__":
    main()
