"""Golden pixels and sky coordinates of points.test.ts. astropy 5.2.1, numpy 1.24:

    python3 points.golden.py DATA_FOLDER > points.golden.json

Ten points an image, spread by a fixed rule. value: the float32 of the pixel, null for NaN. sky: of the pixel's centre in the frame of
the header, degrees; null where the header has no celestial axes.
"""
import glob
import json
import os
import sys
import warnings

import numpy as np
from astropy.io import fits
from astropy.wcs import WCS

warnings.simplefilter("ignore")
ROOT = sys.argv[1]


def images():
    # file, HDU, file and HDU whose pixels are true when they are another's
    for name in ("b1", "b21", "b11"):
        yield f"ccd/kast/{name}.fits.gz", 0, None
    yield "ccd/afw/HSC-0908120-056-small.fits", 1, None
    yield "ccd/afw/HSC-0908120-056-small.fits", 3, None
    for hdu in (1, 2, 3):
        yield "ccd/gmos.fits", hdu, None
    for maker in ("e2v", "itl"):
        yield f"ccd/obs_lsst/{maker}_spot.fits.gz", 1, f"ccd/obs_lsst/{maker}_expected_assembled.fits.gz"
        yield f"ccd/obs_lsst/{maker}_expected_assembled.fits.gz", 0, None
    sfft = os.path.join(ROOT, "diff/sfft/difference_noise_decorrelation")
    for path in sorted(glob.glob(sfft + "/**/*.fits", recursive=True)):
        relative = os.path.relpath(path, ROOT)
        with fits.open(path) as hdus:
            if hdus[0].data is not None and hdus[0].data.ndim == 2 and min(hdus[0].data.shape) > 100:
                yield relative, 0, None
    for folder, pattern in (("rubin_stamps", "*_{}.fits"), ("ztf_stamps", "*_{}.fits.gz")):
        for kind in ("sci", "ref", "diff"):
            for path in sorted(glob.glob(os.path.join(ROOT, "diff", folder, pattern.format(kind))))[:4]:
                yield os.path.relpath(path, ROOT), 0, None


def describe(path, hdu, truth):
    with fits.open(os.path.join(ROOT, path)) as hdus:
        header = hdus[hdu].header
        data = hdus[hdu].data if truth is None else fits.getdata(os.path.join(ROOT, truth))
        try:
            wcs = WCS(header)
        except KeyError:  # none but alternate descriptions
            wcs = None
        has_sky = truth is None and wcs is not None and wcs.has_celestial
        height, width = data.shape
        points = []
        spots = np.argwhere(data) if truth is not None else []
        for i in range(10):
            x, y = (i * 37 * width // 101 + 3) % width, (i * 53 * height // 97 + 5) % height
            if len(spots) and i % 2:  # the spots of a frame that is zero elsewhere
                y, x = (int(v) for v in spots[i * len(spots) // 10])
            value = float(np.float32(data[y, x]))
            sky = [float(v) for v in wcs.celestial.all_pix2world(x, y, 0)] if has_sky else None
            points.append([x, y, None if np.isnan(value) else value, sky])
        return {"path": path, "hdu": hdu, "isAssembled": truth is not None, "width": width, "height": height, "points": points}


rows = [describe(*image) for image in images()]
print("[\n" + ",\n".join(json.dumps(row, separators=(",", ":")) for row in rows) + "\n]")
