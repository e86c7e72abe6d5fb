"""Golden blocks of bin.test.ts, numpy 1.24: python3 bin.golden.py

float64 copies are measured; what is printed is rounded to float32 as the kernel's results are.
"""
import numpy as np


def noise(width, height):
    """The test's own integer noise, so that no random generator has to agree."""
    state = 1
    out = np.empty(width * height, dtype=np.float32)
    for i in range(width * height):
        state = (16807 * state) % 2147483647
        out[i] = (state % 20011) / 8 - 1000
        if i % 53 == 5 or i % 19 < 3 and i % 7 == 0:
            out[i] = np.nan
        if i % 211 == 7:
            out[i] = np.inf if i % 2 else -np.inf
    return out.reshape(height, width).astype("f8")


def blocks(image, side):
    for y in range(0, image.shape[0], side):
        for x in range(0, image.shape[1], side):
            block = image[y : y + side, x : x + side]
            yield block[np.isfinite(block)]


image = noise(77, 45)
for shift in range(7):
    kept = [b for b in blocks(image, 1 << shift) if b.size]
    columns = [[f(b) for b in kept] for f in (np.mean, np.min, np.max, np.std)]
    as_float32 = [np.array(c, "f4").astype("f8") for c in columns]
    # weights tell places apart
    weights = 1 + np.arange(len(kept)) % 13
    print([shift, len(kept)] + [float((weights * c).sum()) for c in as_float32], end=",\n")
