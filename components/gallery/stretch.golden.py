"""Golden limits and curves of stretch.golden.test.ts. astropy 5.2.1, numpy 1.24: python3 stretch.golden.py > stretch.golden.json"""
import json

import numpy as np
from astropy.visualization import (
    AsinhStretch,
    HistEqStretch,
    LinearStretch,
    LogStretch,
    MinMaxInterval,
    PercentileInterval,
    SqrtStretch,
    ZScaleInterval,
)


def noise(n):
    """The test's own integer noise, so that no random generator has to agree; float32 with equal values among them."""
    state = 1
    out = np.empty(n, dtype=np.float32)
    for i in range(n):
        state = (16807 * state) % 2147483647
        out[i] = (state % 301) / 4 - 30 + (200 if i % 53 == 0 else 0)
    return out


values = noise(1501)
limits = {str(p): PercentileInterval(p).get_limits(values) for p in (99.5, 99, 98, 95, 90.25)}
limits["zscale"] = ZScaleInterval().get_limits(values)
limits["minmax"] = MinMaxInterval().get_limits(values)

places = np.linspace(0, 1, 33)
curves = {
    name: stretch(places).tolist()
    for name, stretch in dict(linear=LinearStretch(), log=LogStretch(), sqrt=SqrtStretch(), asinh=AsinhStretch()).items()
}
curves["histogram"] = HistEqStretch(values)(places).tolist()
print(json.dumps({"limits": {k: [float(x) for x in v] for k, v in limits.items()}, "curves": curves}))
