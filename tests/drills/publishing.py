"""A process that publishes release after release and says so of each once it is final: `python -m tests.drills.publishing ROUND`."""

import sys
from itertools import count

if __name__ == "__main__":
    import django

    django.setup()
    from tests.drills.errands import publish

    for number in count():
        publish(f"drill-{sys.argv[1]}-{number}")
        print(f"drill-{sys.argv[1]}-{number}", flush=True)
