"""Peers of `npm run bench -- kernels`: does one piece of work a line, so that rounds of ours and theirs alternate.

First line out: versions. A line in: {"work", "file"}; out: {"ms", "cpuMs", "note"}, or {"error"}. The image is in memory beforehand.
"""
import importlib
import json
import sys
import time
import warnings

import numpy as np

warnings.simplefilter("ignore")
images = {}


def load(path):
    if path not in images:
        from astropy.io import fits

        with fits.open(path, memmap=False) as hdus:
            images[path] = np.ascontiguousarray(hdus[0].data.astype("f4"))
    return images[path]


def amplifiers(image, width=509, height=2000):
    for j in range(2):
        for i in range(8):
            yield image[height * j:height * j + height, width * i:width * i + width]


def sep_detection(image):
    import sep

    sep.set_extract_pixstack(3000000)
    background = sep.Background(image)
    inverted = background.back() - image
    found = sep.extract(inverted, 3.0, err=background.globalrms, minarea=9, deblend_nthresh=1, clean=False)
    return "%d sources" % len(found)


def zscale(image):
    from astropy.visualization import ZScaleInterval

    return "%.6f %.6f" % tuple(float(value) for value in ZScaleInterval().get_limits(image))


def clip(image):
    from astropy.stats import sigma_clipped_stats

    return "%.5f %.5f %.5f" % tuple(float(value) for value in sigma_clipped_stats(image))


def clip_amplifiers(image):
    return [clip(amplifier) for amplifier in amplifiers(image)][0]


def median_mad(image):
    middle = np.median(image)
    return "%.6f %.6f" % (middle, 1.4826 * np.median(np.abs(image - middle)))


def plane2(image):
    """Generation 2, plane 2, reflected: c_2 - B_2(B_2(c_2))."""
    from scipy import ndimage

    def smooth(pixels, scale):
        kernel = np.zeros(4 * 2**scale + 1, "f4")
        kernel[:: 2**scale] = np.array([1, 4, 6, 4, 1], "f4") / 16
        down = ndimage.convolve1d(pixels, kernel, axis=0, mode="mirror")
        return ndimage.convolve1d(down, kernel, axis=1, mode="mirror")

    c2 = smooth(smooth(image, 0), 1)
    return "%.4f" % float((c2 - smooth(smooth(c2, 2), 2))[100, 100])


def label(image):
    """4-connected footprints of 16 and fewer, as many as ours finds below -16."""
    from scipy import ndimage

    return "%d footprints" % ndimage.label(image < np.float32(-16))[1]


def negate(image, path):
    from astropy.io import fits

    fits.writeto(path, -image, overwrite=True)
    return path


WORK = {
    "sep": sep_detection,
    "zscale": zscale,
    "clip": clip,
    "clip amplifiers": clip_amplifiers,
    "median": median_mad,
    "plane 2": plane2,
    "label": label,
}


def main():
    versions = {"python": sys.version.split()[0]}
    for name in ("numpy", "scipy", "astropy", "sep"):
        try:
            versions[name] = importlib.import_module(name).__version__
        except ImportError:
            pass
    print(json.dumps(versions), flush=True)
    for line in sys.stdin:
        order = json.loads(line)
        try:
            image = load(order["file"])
            wall, cpu = time.perf_counter(), time.process_time()
            note = negate(image, order["to"]) if order["work"] == "negate" else WORK[order["work"]](image)
            answer = {"ms": 1e3 * (time.perf_counter() - wall), "cpuMs": 1e3 * (time.process_time() - cpu), "note": note}
        except ImportError as error:
            answer = {"error": str(error)}
        print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    main()
