#!/usr/bin/env python3
"""Read images for `npm run bench -- fits` with astropy and fitsio, and time them.

Answers one line of JSON for each line of JSON on the standard input: {"library": "astropy", "path": ..., "hdu": 1} gives
{"ms": ..., "cpuMs": ..., "sum": ...}. The times (by the clock, and of the processor) are those of opening the file, reading the
whole image into an array of native byte order, and closing it; the sum of its finite pixels is taken afterwards. The first
line says which versions are here.
"""
import json
import sys
import time
import warnings

import numpy as np

warnings.simplefilter("ignore")
versions = {"python": sys.version.split()[0], "numpy": np.__version__}
try:
    from astropy.io import fits
    import astropy

    versions["astropy"] = astropy.__version__
except ImportError:
    pass
try:
    import fitsio

    versions["fitsio"] = fitsio.__version__
    versions["cfitsio"] = str(fitsio.cfitsio_version())
except ImportError:
    pass


def read_astropy(path, hdu):
    with fits.open(path, memmap=False) as file:
        data = file[hdu].data
        return np.ascontiguousarray(data.astype(data.dtype.newbyteorder("="), copy=False))


def read_fitsio(path, hdu):
    return fitsio.read(path, ext=hdu)


print(json.dumps(versions), flush=True)
for line in sys.stdin:
    job = json.loads(line)
    read = read_astropy if job["library"] == "astropy" else read_fitsio
    start, cpu_start = time.perf_counter(), time.process_time()
    pixels = read(job["path"], job["hdu"])
    ms, cpu_ms = 1e3 * (time.perf_counter() - start), 1e3 * (time.process_time() - cpu_start)
    total = float(np.sum(pixels, dtype="f8", where=np.isfinite(pixels)))
    print(json.dumps({"ms": ms, "cpuMs": cpu_ms, "sum": total}), flush=True)
