"""Golden combinations of combine.test.ts. astropy 5.2.1, numpy 1.24: python3 combine.golden.py

float64 copies are clipped, so that numpy's float32 sums do not limit the agreement. Of the 9 images one round is done: with 3
astropy takes a value back whose pixel's later limits are wider, which the kernel does not.
"""
import numpy as np
from astropy.stats import sigma_clip


def stack(inputs, pixels):
    """The test's own integer noise, so that no random generator has to agree."""
    state = 1
    out = np.empty((inputs, pixels), dtype=np.float32)
    for i in range(inputs):
        for k in range(pixels):
            total = 0
            for _ in range(4):
                state = (16807 * state) % 2147483647
                total += state % 2001
            out[i, k] = total / 100 - 40
            if (i * pixels + k) % 31 == 0:
                out[i, k] += 500
            if (i * pixels + k) % 17 == 5:
                out[i, k] = np.nan
    return out


for inputs, spread, sigma, rounds in ((5, "std", 3, 3), (20, "std", 3, 3), (33, "std", 2, 5), (9, "mad_std", 3, 1), (20, "mad_std", 2, 1)):
    values = np.ma.masked_invalid(stack(inputs, 37).astype("f8"))
    kept = sigma_clip(values, sigma=sigma, maxiters=rounds, cenfunc="median", stdfunc=spread, axis=0)
    count = kept.count(axis=0)
    mean = kept.mean(axis=0)
    variance = kept.var(axis=0, ddof=1) / count
    print([inputs, spread, sigma, rounds, int(count.sum()), float(mean.sum()), float(variance.sum()), float(mean[11]), float(variance[11]), int(count[11])], end=",\n")
