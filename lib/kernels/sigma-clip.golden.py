"""Golden sigma-clipped statistics of sigma-clip.test.ts. astropy 5.2.1, numpy 1.24: python3 sigma-clip.golden.py

float64 copies are measured, so that numpy's float32 sums do not limit the agreement.
"""
import numpy as np
from astropy.stats import sigma_clipped_stats


def noise_with_spikes(n):
    """The test's own integer noise, so that no random generator has to agree."""
    state = 1
    out = np.empty(n, dtype=np.float32)
    for i in range(n):
        total = 0
        for _ in range(4):
            state = (16807 * state) % 2147483647
            total += state % 2001
        out[i] = total / 100 - 40
        if i % 97 == 0:
            out[i] += 500 + i % 7
        if i % 53 == 5:
            out[i] = np.nan
        if i % 211 == 7:
            out[i] = np.inf if i % 2 else -np.inf
    return out


for n in (40, 1001, 300000):
    v = noise_with_spikes(n).astype("f8")
    v = v[np.isfinite(v)]
    for sigma, rounds in ((3, 5), (2, 1), (2.5, 50)):
        mean, median, std = sigma_clipped_stats(v, sigma=sigma, maxiters=rounds)
        print([n, sigma, rounds, float(mean), float(median), float(std)], end=",\n")
