"""Golden zscale limits of zscale.test.ts. astropy 5.2.1, numpy 1.24: python3 zscale.golden.py"""
import numpy as np
from astropy.visualization import ZScaleInterval


def ramp_with_spikes(n):
    """The test's own integer noise, so that no random generator has to agree."""
    state = 1
    out = np.empty(n, dtype=np.float32)
    for i in range(n):
        state = (16807 * state) % 2147483647
        out[i] = (state % 2001) / 100 - 10 + 0.01 * i
        if i % 97 == 0:
            out[i] += 500
    return out


for n in (64, 900, 5000, 1500000):
    v = ramp_with_spikes(n)
    print(n, *(repr(float(x)) for x in ZScaleInterval().get_limits(v)))
