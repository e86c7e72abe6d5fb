"""The peer of bench/combine.ts: astropy's sigma_clip along the first axis, with mean, variance of the mean and count."""
import sys
import time

import numpy as np
from astropy.stats import sigma_clip

inputs, pixels, rounds = map(int, sys.argv[1:4])
images = np.random.default_rng(1).normal(0, 6, (inputs, pixels)).astype(np.float32)
images[0, ::97] += 5000
for _ in range(rounds):
    start = time.perf_counter()
    kept = sigma_clip(images, sigma=3, maxiters=3, axis=0)
    count = kept.count(axis=0)
    mean = kept.mean(axis=0)
    variance = kept.var(axis=0, ddof=1) / count
    print((time.perf_counter() - start) * 1000)
