"""The Python path on one job, a round for every line of standard input, so that rounds of ours and of it alternate.

Arguments: peer script (cutouts_ref.py), job folder, output folder, catalogue of x and y, images. A round is
1. catalogues: truth, photometry and finder of both algorithms read by pandas (its C parser), joined and matched by the published rules
   (lib/difference/fixtures/README.md) with whole columns of numpy, candidates.csv written;
2. images and stamps: the peer script as it is: astropy reads each image, zscale of the full image, normalised; a 64 x 64 stamp of all images
   for every row of the catalogue, a file .npy each, and the index.
SExtractor's catalogues, images as .npy and the other mode, which ours has besides, are not asked for. Prints {"ms", "cpuMs", "catalogues",
"images", "stamps"}, milliseconds.
"""
import importlib.util
import json
import shutil
import sys
import time
from pathlib import Path

import numpy as np
import pandas as pd
from astropy.io import fits

FEATURES = ["sharpness", "roundness1", "roundness2", "npix", "peak", "flux", "mag", "daofind_mag"]
RADIUS, FAINTEST, EDGE = 4.0, 26.0, 4090

script, job, out, catalogue, *images = sys.argv[1:]
spec = importlib.util.spec_from_file_location("peer", script)
peer = importlib.util.module_from_spec(spec)
spec.loader.exec_module(peer)


def read(folder, name):
    return pd.read_csv(folder / name, sep=r"\s+")


def truth_of(folder):
    injected, simulated = [], []
    for path in sorted(folder.glob("Roman_TDS_*_inject.txt")):
        rows = read(folder, path.name)
        injected.append(pd.DataFrame({"truth_id": [f"{k}_inj" for k in range(len(rows))], "x": rows.xpix, "y": rows.ypix, "mag": np.nan,
                                      "injected": True}))
    for path in sorted(folder.glob("Roman_TDS_index_*.txt")):
        names = "object_id ra dec x y realized_flux flux mag obj_type".split()
        rows = pd.read_csv(path, sep=r"\s+", skiprows=1, names=names)
        rows = rows[rows.obj_type == "transient"]
        simulated.append(pd.DataFrame({"truth_id": [f"{k}_ou" for k in rows.object_id], "x": rows.x, "y": rows.y, "mag": rows.mag,
                                       "injected": False}))
    return pd.concat([*simulated, *injected], ignore_index=True)


def candidates(folder):
    truth = truth_of(folder)
    science = sorted(folder.glob("*_inject_reformatted.fits"))
    zero_point = fits.getheader(science[0]).get("ZPTMAG", np.nan) if science else np.nan
    zogy = read(folder, "diffimage_masked_psfcat.txt")[["id", "x_fit", "y_fit"]].set_axis(["id", "x", "y"], axis=1)
    places, match = zogy[["x", "y"]].to_numpy(), np.full(len(zogy), None, object)
    for x, y, name in truth[~(truth.mag + zero_point > FAINTEST)][["x", "y", "truth_id"]].itertuples(index=False):
        separation = np.hypot(places[:, 0] - x, places[:, 1] - y)
        nearest = int(separation.argmin())
        if separation[nearest] <= RADIUS:
            match[nearest] = name
    zogy["match_id"] = match
    zogy = zogy.merge(read(folder, "diffimage_masked_psfcat_finder.txt"), on="id", how="left")
    zogy = zogy[(zogy.x >= 0) & (zogy.x < EDGE) & (zogy.y >= 0) & (zogy.y < EDGE)]
    zogy = zogy.rename(columns={name: f"zogy_{name}" for name in FEATURES}).assign(zogy_flags=0.0)
    sfft = read(folder, "sfftdiffimage_masked_psfcat_finder.txt")
    sfft = sfft.rename(columns={"xcentroid": "x_sfft", "ycentroid": "y_sfft", **{name: f"sfft_{name}" for name in FEATURES}})
    sfft["sfft_flags"] = read(folder, "sfftdiffimage_masked_psfcat.txt")["flags"].to_numpy()[: len(sfft)]
    both = zogy.merge(sfft, on="id", how="outer", sort=True)
    both["x"], both["y"] = both.x.fillna(both.x_sfft), both.y.fillna(both.y_sfft)
    both["truth_id"] = both.match_id
    both = both.merge(truth[["truth_id", "injected"]].drop_duplicates("truth_id"), on="truth_id", how="left")
    both["injected"], both["label"], both["jid"] = both.injected == True, both.match_id.notna().astype(int), folder.name  # noqa: E712
    return both


for _ in sys.stdin:
    shutil.rmtree(out, ignore_errors=True)
    Path(out).mkdir(parents=True)
    start, cpu = time.perf_counter(), time.process_time()
    candidates(Path(job)).to_csv(Path(out) / "candidates.csv", index=False)
    between = time.perf_counter()
    laps, _count = peer.build(out, images, catalogue, Path(job).name)
    end = time.perf_counter()
    print(json.dumps({"ms": 1e3 * (end - start), "cpuMs": 1e3 * (time.process_time() - cpu), "catalogues": 1e3 * (between - start),
                      "images": 1e3 * laps["read+zscale+normalise"], "stamps": 1e3 * laps["cutouts"]}), flush=True)
