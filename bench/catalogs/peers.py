#!/usr/bin/env python3
"""Read tables for `npm run bench -- catalogs` with pandas and astropy, and time them.

Answers one line of JSON for each line of JSON on the standard input: {"library": "pandas", "path": ..., "format": "csv"} gives
{"ms": ..., "rows": ..., "sum": ...}; the sum is that of the column "g", taken afterwards. The first line says which versions are here.
"""
import json
import sys
import time
import warnings

import numpy as np

warnings.simplefilter("ignore")
versions = {"python": sys.version.split()[0], "numpy": np.__version__}
readers = {}
try:
    import pandas

    versions["pandas"] = pandas.__version__
    readers["pandas"] = {
        "csv": lambda path: pandas.read_csv(path, engine="c"),
        # every digit counted, as ours do
        "csv-exact": lambda path: pandas.read_csv(path, engine="c", float_precision="round_trip"),
        "whitespace": lambda path: pandas.read_csv(path, engine="c", sep=r"\s+"),
    }
except ImportError:
    pass
try:
    import astropy
    from astropy.io import ascii as text_tables
    from astropy.io.votable import parse

    versions["astropy"] = astropy.__version__
    readers["astropy"] = {
        "csv": lambda path: text_tables.read(path, format="fast_csv"),
        "csv-exact": lambda path: text_tables.read(path, format="fast_csv"),
        "whitespace": lambda path: text_tables.read(path, format="fast_basic"),
        "votable": lambda path: parse(path).get_first_table().to_table(use_names_over_ids=True),
    }
except ImportError:
    pass

print(json.dumps(versions), flush=True)
for line in sys.stdin:
    job = json.loads(line)
    read = readers.get(job["library"], {}).get(job["format"])
    if read is None:
        print("null", flush=True)
        continue
    start = time.perf_counter()
    table = read(job["path"])
    ms = 1e3 * (time.perf_counter() - start)
    print(json.dumps({"ms": ms, "rows": len(table), "sum": float(np.sum(np.asarray(table["g"], dtype="f8")))}), flush=True)
