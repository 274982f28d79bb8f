"""Trains Lethe's naive Bayes or ridge regression in another language, with fractions and no rounding but the published one, and prints
the SHA-256 of the published form.

    python test/golden/exact.py KEPT.csv RECIPE.json [--published FILE]

As independent.py, whose RECIPE.json has these keys too: "learner", "task", and the learner's setting "lambda" or "smoothing".
resources/docs/model-format.md says what is computed.
"""

import math
from fractions import Fraction

from independent import GRID, canonical, held_out, main, number_text, read_rows, role, utf8


def label_text(value):
    return value if isinstance(value, str) else number_text(value)


def moments(values):
    """Exact mean and variance of the population."""
    mean = sum(map(Fraction, values)) / len(values)
    return mean, sum((Fraction(value) - mean) ** 2 for value in values) / len(values)


def standard(values):
    if not values:
        return 0.0, 1.0
    mean, variance = moments(values)
    return float(mean), math.sqrt(float(variance)) if variance else 1.0


def solve(matrix, right):
    """Gaussian elimination of fractions; the matrix is positive definite, so every pivot is positive."""
    rows = [[*row, value] for row, value in zip(matrix, right, strict=True)]
    width = len(rows)
    for pivot in range(width):
        for below in range(pivot + 1, width):
            factor = rows[below][pivot] / rows[pivot][pivot]
            rows[below] = [a - factor * b for a, b in zip(rows[below], rows[pivot], strict=True)]
    solution = [Fraction(0)] * width
    for at in reversed(range(width)):
        solution[at] = (rows[at][-1] - sum(rows[at][k] * solution[k] for k in range(at + 1, width))) / rows[at][at]
    return solution


def ridge(rows, recipe, features, types):
    (label,) = role(recipe, "label")
    mean, scale = standard([row[label] for row in rows])
    y = [(Fraction(row[label]) - Fraction(mean)) / Fraction(scale) for row in rows]
    columns, described = [], []
    for name in features:
        values = [row[name] for row in rows]
        if types[name] != "text":
            center, width = standard([value for value in values if value is not None])
            columns.append([Fraction(0) if value is None else (Fraction(value) - Fraction(center)) / Fraction(width) for value in values])
            described.append({"kind": "number", "name": name, "mean": center, "scale": width})
            if None in values:
                described[-1]["missing"] = None
        else:
            levels = sorted(set(values), key=lambda level: b"" if level is None else b"\1" + utf8(level))
            described.append({"kind": "category", "name": name, "levels": levels})
    place = [(feature["name"], None) for feature in described if "missing" in feature]
    place += [(feature["name"], level) for feature in described if feature["kind"] == "category" for level in feature["levels"]]
    columns += [[Fraction(row[name] == level) for row in rows] for name, level in place]
    columns.append([Fraction(1)] * len(rows))
    matrix = [[sum(a * b for a, b in zip(one, other, strict=True)) for other in columns] for one in columns]
    for at, row in enumerate(matrix):
        row[at] += Fraction(recipe["lambda"])
    weights = solve(matrix, [sum(a * b for a, b in zip(column, y, strict=True)) for column in columns])
    published = [math.floor(weight * GRID + Fraction(1, 2)) for weight in weights]
    numbers = [feature for feature in described if feature["kind"] == "number"]
    for feature, weight in zip(numbers, published):
        feature["weight"] = weight
    by_place = dict(zip(place, published[len(numbers) : -1], strict=True))
    for feature in described:
        if "missing" in feature:
            feature["missing"] = by_place[feature["name"], None]
        if feature["kind"] == "category":
            feature["levels"] = [{"value": level, "weight": by_place[feature["name"], level]} for level in feature["levels"]]
    return {
        "format": "lethe/ridge-regression/1",
        "label": {"column": label, "task": "regression", "mean": mean, "scale": scale},
        "features": described,
        "constant": published[-1],
    }


def naive_bayes(rows, recipe, features, types):
    (label,) = role(recipe, "label")
    binary = recipe["task"] == "binary"
    class_of = [label_text(row[label]) == recipe["positive"] if binary else label_text(row[label]) for row in rows]
    classes = sorted(set(class_of), key=lambda name: name if binary else utf8(name))
    described = []
    for name in features:
        values = [row[name] for row in rows]
        by_class = [[value for value, of in zip(values, class_of, strict=True) if of == one and value is not None] for one in classes]
        present = [value for value in values if value is not None]
        if types[name] != "text":
            mean, variance = map(float, moments(present)) if present else (0.0, 0.0)
            densities = []
            for own in by_class:
                if variance == 0:
                    densities.append({"mean": mean, "variance": 1.0})
                elif not own:
                    densities.append({"mean": mean, "variance": variance})
                else:
                    own_mean, own_variance = map(float, moments(own))
                    densities.append({"mean": own_mean, "variance": max(own_variance, 1e-9 * variance)})
            described.append({"kind": "number", "name": name, "classes": densities})
        else:
            levels = [{"value": level, "rows": [own.count(level) for own in by_class]} for level in sorted(set(present), key=utf8)]
            described.append({"kind": "category", "name": name, "levels": levels})
    return {
        "format": "lethe/naive-bayes/1",
        "label": {"column": label, "positive": recipe["positive"]} if binary else {"column": label, "task": "multiclass"},
        "smoothing": recipe["smoothing"],
        "classes": [{"positive" if binary else "value": name, "rows": class_of.count(name)} for name in classes],
        "features": described,
    }


def published(rows, recipe):
    types = {column["name"]: column["type"] for column in recipe["columns"]}
    features = sorted(role(recipe, "feature"), key=utf8)
    rows = [row for row in rows if not held_out(row, recipe, features)]
    train = {"ridge-regression": ridge, "naive-bayes": naive_bayes}[recipe["learner"]]
    return utf8(canonical(train(rows, recipe, features, types)))


if __name__ == "__main__":
    main(published)
