#!/usr/bin/env python3
"""Write compare.golden.json: what numpy and scipy make of the scenes of scene.ts. Run with numpy 1.24, scipy 1.10."""
import json
import math
import pathlib

import numpy as np
from scipy import optimize, stats


def noise(seed):
    state = seed
    while True:
        state = (1664525 * state + 1013904223) % 2**32
        yield state / 2**32


JOBS = 12


def injections(count=3000, seed=12345):
    u = noise(seed)
    rows = []
    for _ in range(count):
        job = math.floor(next(u) * JOBS)
        m = 20 + 6 * next(u)
        shift = 0.05 * (job - 5.5)
        zogy = next(u) < 0.97 / (1 + math.exp((m - 23.6 - shift) / 0.3))
        sfft = next(u) < 0.94 / (1 + math.exp((m - 24.2 - shift) / 0.25))
        rows.append((job, m, int(zogy), int(sfft)))
    job, m, zogy, sfft = (np.array(column) for column in zip(*rows))
    return job, m, {"zogy": zogy, "sfft": sfft, "either": zogy | sfft, "both": zogy & sfft}


def scores(count=800, seed=777):
    u = noise(seed)
    values, classes = [], []
    for _ in range(count):
        real = int(next(u) < 0.3)
        values.append(math.floor(10 * (next(u) + 0.4 * next(u) * real)) / 10)
        classes.append(real)
    return np.array(values), np.array(classes)


def labels(count=250, seed=31):
    u = noise(seed)
    names = ["real", "dipole", "ringing", "edge"]
    guess = lambda: names[math.floor(next(u) ** 2 * 4)]
    pairs = []
    for _ in range(count):
        first = guess()
        follows = next(u) < 0.6
        other = guess()
        pairs.append((first, first if follows else other))
    return pairs


def words(seed):
    """xoshiro128** 1.1, state by splitmix32."""
    mask = 2**32 - 1

    def mixed(z):
        z = ((z ^ (z >> 16)) * 0x85EBCA6B) & mask
        z = ((z ^ (z >> 13)) * 0xC2B2AE35) & mask
        return z ^ (z >> 16)

    rot = lambda x, k: ((x << k) | (x >> (32 - k))) & mask
    s = [mixed((seed + (i + 1) * 0x9E3779B9) & mask) for i in range(4)]
    while True:
        yield (rot((s[1] * 5) & mask, 7) * 9) & mask
        t = (s[1] << 9) & mask
        s[2] ^= s[0]
        s[3] ^= s[1]
        s[1] ^= s[2]
        s[0] ^= s[3]
        s[2] ^= t
        s[3] = rot(s[3], 11)


def fit(m, k, n):
    """Maximum likelihood by a bounded simplex from several starts, then BFGS to polish."""

    def loss(p):
        a, half, logw = p
        e = np.exp(np.clip((m - half) / math.exp(logw), -300, 300))
        with np.errstate(divide="ignore", invalid="ignore"):
            found = np.where(k > 0, k * np.log(a / (1 + e)), 0)
            missed = np.where(n > k, (n - k) * np.log((1 - a + e) / (1 + e)), 0)
        return -np.sum(found + missed)

    bounds = [(1e-3, 1), (m.min() - 5, m.max() + 5), (math.log(0.01), math.log(5))]
    best = None
    for half in np.quantile(m, [0.3, 0.5, 0.7]):
        for w in (0.1, 0.4):
            start = [0.9, half, math.log(w)]
            for _ in range(4):
                got = optimize.minimize(loss, start, method="Nelder-Mead", bounds=bounds,
                                        options={"xatol": 1e-11, "fatol": 1e-11, "maxiter": 5000})
                start = got.x
            if best is None or got.fun < best.fun:
                best = got
    return {"amplitude": best.x[0], "halfMagnitude": best.x[1], "widthMag": math.exp(best.x[2]), "logLikelihood": -best.fun}


def binned(m, found, width=0.5, start=20.0, end=26.0):
    edges = np.arange(start, end + width / 2, width)
    n, _ = np.histogram(m, edges)
    k, _ = np.histogram(m[found == 1], edges)
    return edges, n, k


def crossing(centre, n, k, level):
    c = k / n
    for i in range(1, len(c)):
        if c[i - 1] >= level > c[i]:
            return centre[i - 1] + (c[i - 1] - level) / (c[i - 1] - c[i]) * (centre[i] - centre[i - 1])
    return None


def kappa_of(p):
    rows, columns = p.sum(1), p.sum(0)
    expected = rows @ columns
    return (np.trace(p) - expected) / (1 - expected)


def delta_error(p, n):
    """Delta method with numerical derivatives: no formula of the paper is used."""
    gradient = np.zeros_like(p)
    for index in np.ndindex(p.shape):
        step = 1e-6
        up, down = p.copy(), p.copy()
        up[index] += step
        down[index] -= step
        gradient[index] = (kappa_of(up) - kappa_of(down)) / (2 * step)
    return math.sqrt((np.sum(p * gradient**2) - np.sum(p * gradient) ** 2) / n)


def main():
    golden = {}
    golden["wilson"] = [
        [k, n, z, *stats.binomtest(k, n).proportion_ci(2 * stats.norm.cdf(z) - 1, method="wilson")]
        for k, n, z in [(0, 10, 1.96), (3, 10, 1.96), (10, 10, 1.96), (1, 1, 1), (417, 1142, 2.5758), (5, 100000, 1)]
    ]
    job, m, sets = injections()
    golden["sets"] = {}
    for name, found in sets.items():
        edges, n, k = binned(m, found)
        centre = (edges[:-1] + edges[1:]) / 2
        golden["sets"][name] = {
            "injected": n.tolist(),
            "detected": k.tolist(),
            "interpolated": {str(level): crossing(centre, n, k, level) for level in (0.8, 0.5, 0.2)},
            "fitOfRows": fit(m, found, np.ones_like(found)),
        }
    # the fit on bins of 0.05 mag, as depths.ts makes it; and data whose ceiling is 1
    edges, n, k = binned(m, sets["zogy"], 0.05)
    golden["fitOfBins"] = fit((edges[:-1] + edges[1:]) / 2, k, n)
    centre = np.arange(20, 26.5, 0.5)
    full = np.array([50, 50, 50, 50, 50, 50, 49, 40, 21, 6, 1, 0, 0])
    golden["fitAtCeiling"] = {"centre": centre.tolist(), "detected": full.tolist(), "injected": 50,
                              "fit": fit(centre, full, np.full_like(full, 50))}

    source = words(1)
    golden["generator"] = [next(source) for _ in range(6)]
    source = words(5)
    table = {name: [binned(m[job == j], sets[name][job == j])[1:] for j in range(JOBS)] for name in ("zogy", "sfft")}
    centre = np.arange(20.25, 26, 0.5)
    depth = {"zogy": [], "sfft": []}
    for _ in range(200):
        drawn = [math.floor(next(source) / 2**32 * JOBS) for _ in range(JOBS)]
        for name in depth:
            n = sum(table[name][j][0] for j in drawn)
            k = sum(table[name][j][1] for j in drawn)
            depth[name].append(crossing(centre, n, k, 0.5))
    difference = np.array(depth["sfft"]) - np.array(depth["zogy"])
    for name, values in (("zogy", np.array(depth["zogy"])), ("difference", difference)):
        low, high = np.percentile(values, [5, 95])
        golden.setdefault("bootstrap", {})[name] = {"low": low, "high": high, "standardError": values.std(ddof=1)}

    b = int(np.sum((sets["zogy"] == 1) & (sets["sfft"] == 0)))
    c = int(np.sum((sets["zogy"] == 0) & (sets["sfft"] == 1)))
    golden["mcnemar"] = []
    for b, c in [(b, c), (0, 5), (5, 0), (1, 5), (4, 4), (10, 25), (100, 140), (20, 1000), (500400, 501600)]:
        exact = stats.binomtest(min(b, c), b + c).pvalue
        mid = 2 * stats.binom.cdf(min(b, c), b + c, 0.5) - stats.binom.pmf(min(b, c), b + c, 0.5) if b != c else 1.0
        golden["mcnemar"].append([b, c, exact, mid])

    values, classes = scores()
    real, bogus = values[classes == 1], values[classes == 0]
    precision, recall, average = [], [], 0.0
    for threshold in sorted(set(values), reverse=True):
        passed = values >= threshold
        precision.append(classes[passed].mean())
        recall.append(classes[passed].sum() / len(real))
        average += (recall[-1] - (recall[-2] if len(recall) > 1 else 0)) * precision[-1]
    golden["scores"] = {"real": len(real), "bogus": len(bogus), "precision": precision, "recall": recall,
                        "averagePrecision": average,
                        "rocArea": stats.mannwhitneyu(real, bogus).statistic / (len(real) * len(bogus))}

    pairs = labels()
    names = sorted({name for pair in pairs for name in pair})
    p = np.zeros((len(names), len(names)))
    for first, second in pairs:
        p[names.index(first), names.index(second)] += 1 / len(pairs)
    chance = np.outer(p.sum(1), p.sum(0))
    golden["kappa"] = {"labels": names, "kappa": kappa_of(p), "standardError": delta_error(p, len(pairs)),
                       "standardErrorOfChance": delta_error(chance, len(pairs)), "compared": len(pairs)}
    target = pathlib.Path(__file__).with_suffix(".json")
    target.write_text(json.dumps(golden, indent=1, default=float) + "\n")


main()
