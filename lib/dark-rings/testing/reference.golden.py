#!/usr/bin/env python3
"""Golden catalogue of reference mode on image B, by numpy 1.24 and scipy 1.10: python3 reference.golden.py > reference.golden.json

An independent writing of sections 4.1 to 4.4 of the dark-ring reference: float32 starlet of generation 2 with zero padding, plane 2 < -3,
4-connected footprints, shape diagnostics, blob score. Image B (see image-b.ts) has noise, blobs, rings, a cosmic ray, edges and a NaN.
"""
import json

import numpy as np
from scipy import ndimage as ndi

WIDTH, HEIGHT = 131, 97
f32 = np.float32


def image_b():
    state, out = 12345, np.empty(WIDTH * HEIGHT)
    for i in range(out.size):
        total = 0.0
        for _ in range(4):
            state = state * 16807 % 2147483647
            total += state / 2147483647
        out[i] = 20 * (total - 2)
    y, x = np.mgrid[:HEIGHT, :WIDTH].astype(float)
    img = out.reshape(HEIGHT, WIDTH)

    def ring(cx, cy, depth, radius, width):
        return -depth * np.exp(-0.5 * ((np.hypot(x - cx, y - cy) - radius) / width) ** 2)

    img = img + ring(30, 25, 40, 0, 3) + ring(70.5, 30.25, 50, 6, 1.5) + ring(100, 70, 25, 9, 2) + ring(3, 60, 60, 0, 4)
    img = img + ring(128, 10, 60, 5, 1.5) + ring(40, 75, 18, 0, 5) + 5
    img[50, 50:70] += 900
    img[24, 31] = np.nan
    return img.astype(f32)


def smooth_axis(a, step, axis):
    out = a * f32(3 / 8)
    for offset, weight in ((-2 * step, 1 / 16), (-step, 1 / 4), (step, 1 / 4), (2 * step, 1 / 16)):
        shifted = np.zeros_like(a)
        n = a.shape[axis]
        source = [slice(None)] * 2
        target = [slice(None)] * 2
        if offset < 0:
            target[axis], source[axis] = slice(-offset, n), slice(0, n + offset)
        else:
            target[axis], source[axis] = slice(0, n - offset), slice(offset, n)
        shifted[tuple(target)] = a[tuple(source)]
        out = (out + shifted * f32(weight)).astype(f32)
    return out


def smooth(a, step):
    return smooth_axis(smooth_axis(a, step, 0), step, 1)


def plane_2(img):
    c = smooth(smooth(img, 1), 2)
    return c - smooth(smooth(c, 4), 4)


def blob_score(stamp):
    S = -stamp.astype("f8")
    S = S - np.nanmedian(S)
    S = np.where(np.isnan(S), np.nan, np.maximum(S, 0))
    if np.isnan(S).any():
        return -1.0, 0.5 ** 0.5
    total = S.sum()
    if total <= 0:
        return 0.0, None
    y, x = np.mgrid[: S.shape[0], : S.shape[1]]
    x0, y0 = (S * x).sum() / total, (S * y).sum() / total
    var = (S * (x - x0) ** 2).sum() / total + (S * (y - y0) ** 2).sum() / total
    sigma0 = np.sqrt(max(0.5, 0.5 * var))
    s = S - S.mean()
    best, best_sigma = -1.0, sigma0
    for factor in (0.6, 0.8, 1.0, 1.25, 1.6):
        sigma = max(0.5, sigma0 * factor)
        m = np.exp(-0.5 * ((x - x0) ** 2 + (y - y0) ** 2) / sigma ** 2)
        m = m - m.mean()
        corr = (s * m).sum() / (np.sqrt((s * s).sum()) * np.sqrt((m * m).sum()))
        if corr > best:
            best, best_sigma = corr, sigma
    return float(np.clip(best, -1, 1)), float(best_sigma)


def main():
    img = image_b()
    w2 = plane_2(img)
    with np.errstate(invalid="ignore"):
        labels, _ = ndi.label(w2 < -3)
    rows, kept = [], 0
    for index, box in enumerate(ndi.find_objects(labels), 1):
        mask = labels[box] == index
        area, (h, w) = int(mask.sum()), mask.shape
        if not (h * w > 30 and area >= 30):
            continue
        footprint_id, kept = kept, kept + 1
        if area > 1000:
            continue
        filled = ndi.binary_fill_holes(mask)
        holes = filled & ~mask
        perimeter = int((filled & ~ndi.binary_erosion(filled)).sum())
        offset = 0.0
        if holes.any():
            offset = float(np.hypot(*np.subtract(ndi.center_of_mass(holes), ndi.center_of_mass(filled))) / np.hypot(h, w))
        score, sigma = blob_score(img[box])
        rows.append(dict(
            footprintId=footprint_id, area=area, circularity=float(min(1, 4 * np.pi * filled.sum() / perimeter ** 2)),
            gaussianLikeScore=score, gaussianSigmaPixels=sigma, holeFracBbox=float(holes.sum() / (h * w)),
            holeFracTotal=float(holes.sum() / filled.sum()), centerOffset=offset,
            y0=box[0].start, y1=box[0].stop - 1, x0=box[1].start, x1=box[1].stop - 1))
    with np.errstate(invalid="ignore"):
        below = int((w2 < -3).sum())
    print(json.dumps(dict(pixelsBelow=below, rows=rows), indent=1))


main()
