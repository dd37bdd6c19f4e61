"""How the peers of the benches are timed and told: the best of several runs, and the process's peak memory."""

import json
import resource
import time
from collections.abc import Callable


def tell_best(run: Callable[[], object], runs: int) -> None:
    """Prints {best_s, peak_mb} as JSON."""
    best = float("inf")
    for _ in range(runs):
        started = time.perf_counter()
        run()
        best = min(best, time.perf_counter() - started)
    peak_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000
    print(json.dumps({"best_s": best, "peak_mb": peak_mb}))
