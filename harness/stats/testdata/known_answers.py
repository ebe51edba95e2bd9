"""The expected values of the tests of harness/stats that an independent implementation has to give: NumPy and SciPy (1.17 was used).

    python3 known_answers.py"""

import numpy as np
from scipy import stats


def yuen(values):
    v = np.sort(np.array(values))
    n = len(v)
    g = n // 5
    h = n - 2 * g
    squares = stats.mstats.winsorize(v, limits=(g / n, g / n)).var(ddof=1) * (n - 1)
    mean, se = stats.trim_mean(v, 0.2), np.sqrt(squares / (h * (h - 1)))
    return mean, np.sqrt(squares / (n - 1)), se, h - 1, 2 * stats.t.sf(abs(mean) / se, h - 1)


def lag1(values):
    d = np.array(values) - np.mean(values)
    return (d[1:] * d[:-1]).sum() / (d * d).sum()


def welch_satterthwaite(parts):
    """(se, df, weight) each: the se of the weighted sum, and its degrees of freedom."""
    variances = [(weight * se) ** 2 for se, _, weight in parts]
    return np.sqrt(sum(variances)), sum(variances) ** 2 / sum(v * v / df for v, (_, df, _) in zip(variances, parts))


def suite_score(workloads):
    first = [w[:6] for w in workloads]
    mean = np.mean([np.mean(w) for w in first])
    se, df = welch_satterthwaite([(np.std(w, ddof=1) / np.sqrt(len(w)), len(w) - 1, 1 / len(first)) for w in first])
    half = stats.t.ppf(0.975, df) * se
    return [100 * np.expm1(x) for x in (mean, mean - half, mean + half)]


def show(what, *numbers):
    print(what, *(f"{float(number):.17g}" for number in numbers))


# yuen_test.cc
show("yuen 34", *yuen([(i * 37 % 101 - 50) / 1000 + 0.004 for i in range(34)]))
show("yuen 272", *yuen([(i * 53 % 257 - 128) / 5000 + 0.0005 for i in range(272)]))
for p, df in ((0.0335, 3), (0.00021, 28), (0.02, 161), (0.05, 3.883), (0.0059, 163)):
    show(f"t, two-sided {p}, df {df}", stats.t.isf(p / 2, df))

# neighbourhood_test.cc, decide_test.cc
hill = [0.02, 0.03, 0.025, 0.04, 0.045, 0.03, 0.02, 0.01, 0.015, 0.005, 0.02, 0.03, 0.035, 0.04]
show("lag 1, widening", lag1(hill), np.sqrt((1 + lag1(hill)) / (1 - lag1(hill))))
thirteen = hill[:13]
widen = np.sqrt((1 + lag1(thirteen)) / (1 - lag1(thirteen)))
mean, _, se, df, _ = yuen(thirteen)
half = stats.t.ppf(0.995, df) * se * widen
show("widened, p, interval at 99 %", widen, 2 * stats.t.sf(mean / (se * widen), df), 100 * np.expm1(mean - half), 100 * np.expm1(mean + half))

# average_test.cc, suite_test.cc
show("Welch and Satterthwaite", *welch_satterthwaite([(0.011, 3, 0.25), (0.023, 6, 0.5), (0.008, 21, 0.25)]))
show("suite score", *suite_score([
    [0.012, -0.004, 0.007, 0.015, 0.001, 0.009, -0.2], [0.02, 0.023, 0.018, 0.025, 0.021, 0.019],
    [-0.03, 0.01, 0.02, -0.015, 0.005, 0.012, 0.4, 0.5, 0.6], [0.004, 0.006, 0.005, 0.0045, 0.0055, 0.005],
]))
