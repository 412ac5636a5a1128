"""``python -m assistant``."""

import sys

if __name__ == "__main__":
    try:
        from assistant.cli import main  # here, since its imports can be interrupted too

        sys.exit(main())
    except KeyboardInterrupt:
        sys.exit(130)
