"""Trains Lethe's logistic regression in another language, with scikit-learn's solver, and prints the SHA-256 of its published form.

    pip install -r test/golden/requirements.txt
    python test/golden/independent.py KEPT.csv RECIPE.json [--published FILE]

If a model forgot some rows by an exact method, training here on the other rows prints the digest of that model: whoever has
the rows can check it without Lethe. resources/docs/model-format.md says what is computed. RECIPE.json, with the file's columns in order:

    {"columns": [{"name": "age", "type": "integer", "role": "feature"}, ...], "header": true, "delimiter": ",",
     "positive": "yes", "lambda": 1, "seed": 1, "testShare": 0.2}

--published FILE writes the published bytes as well, so that a difference can be looked at.
"""

import argparse
import csv
import hashlib
import json
import math
import re
import struct

import numpy as np
from sklearn.linear_model import LogisticRegression

GRID = 2**20
MISSING_WORDS = {"na", "n/a", "nan", "null", "none", "?", "-"}
WHITE_SPACE = "\t\n\v\f\r \u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000\ufeff"


def utf8(text):
    return text.encode()


def number_text(x):
    """A float64 as ECMAScript and RFC 8785 write it: Python's shortest digits, another layout."""
    if x == 0:
        return "0"
    sign, digits, exponent = re.fullmatch(r"(-?)(\d\.?\d*)e([+-]\d+)", format_shortest(x)).groups()
    digits, point = digits.replace(".", ""), int(exponent) + 1
    if len(digits) <= point <= 21:
        text = digits + "0" * (point - len(digits))
    elif 0 < point <= 21:
        text = digits[:point] + "." + digits[point:]
    elif -6 < point <= 0:
        text = "0." + "0" * -point + digits
    else:
        text = digits[0] + ("." + digits[1:] if len(digits) > 1 else "") + f"e{point - 1:+d}"
    return sign + text


def format_shortest(x):
    """The shortest digits that read back as x, as d.ddde±x."""
    digits = repr(abs(x)).split("e")[0].replace(".", "").strip("0")
    return f"{x:.{len(digits) - 1}e}"


def canonical(value):
    """JSON by RFC 8785. Every key here is ASCII, so sorting by code point is sorting by UTF-16."""
    if isinstance(value, dict):
        return "{" + ",".join(f"{canonical(key)}:{canonical(value[key])}" for key in sorted(value)) + "}"
    if isinstance(value, list):
        return "[" + ",".join(map(canonical, value)) + "]"
    if isinstance(value, float):
        return number_text(value)
    return json.dumps(value, ensure_ascii=False)


def read_cell(text, kind):
    text = text.strip(WHITE_SPACE)
    if text == "":
        return None
    if kind == "text":
        return text
    return None if text.lower() in MISSING_WORDS else float(text) + 0.0


def read_rows(path, recipe):
    """Rows with a label, as dictionaries."""
    columns = recipe["columns"]
    with open(path, encoding="utf-8-sig", newline="") as file:
        records = [record for record in csv.reader(file, delimiter=recipe["delimiter"]) if any(cell.strip(WHITE_SPACE) for cell in record)]
    rows = [{column["name"]: read_cell(text, column["type"]) for column, text in zip(columns, record, strict=True)} for record in records[recipe["header"] :]]
    return [row for row in rows if row[role(recipe, "label")[0]] is not None]


def role(recipe, wanted):
    return [column["name"] for column in recipe["columns"] if column["role"] == wanted]


def held_out(row, recipe, features):
    key = hashlib.sha256(utf8(f"lethe row key v1\n{recipe['seed']}")).hexdigest()
    subject = role(recipe, "subject")
    text = row[subject[0]] if subject else canonical([row[name] for name in features + role(recipe, "label")])
    return int.from_bytes(hashlib.sha256(utf8(key + text)).digest()[:8], "big") / 2**64 < recipe["testShare"]


def round32(x):
    (bits,) = struct.unpack("<Q", struct.pack("<d", x))
    return struct.unpack("<d", struct.pack("<Q", (bits + (1 << 20)) & ~((1 << 21) - 1)))[0]


def standardise(values):
    """Mean and scale of a column of numbers, its standardised values, and where they are missing."""
    absent = np.array([value is None for value in values])
    present = [value for value in values if value is not None]
    mean = round32(math.fsum(present) / len(present)) if present else 0.0
    squares = [(value - mean) * (value - mean) for value in present]
    scale = (round32(math.sqrt(math.fsum(squares) / len(present))) if len(set(present)) > 1 else 0.0) or 1.0
    return mean, scale, np.array([0.0 if value is None else (value - mean) / scale for value in values]), absent


def optimum(X, y, penalty):
    w = LogisticRegression(solver="newton-cholesky", C=1 / penalty, fit_intercept=False, tol=1e-10, max_iter=100).fit(X, y).coef_[0]
    for _ in range(3):
        p = 1 / (1 + np.exp(-X @ w))
        hessian = (X * (p * (1 - p))[:, None]).T @ X + penalty * np.eye(len(w))
        w = w - np.linalg.solve(hessian, X.T @ (p - y) + penalty * w)
    return [math.floor(weight * GRID + 0.5) for weight in w]


def published(rows, recipe):
    types = {column["name"]: column["type"] for column in recipe["columns"]}
    features = sorted(role(recipe, "feature"), key=utf8)
    rows = [row for row in rows if not held_out(row, recipe, features)]
    (label,) = role(recipe, "label")
    written = number_text if types[label] != "text" else str
    y = np.array([written(row[label]) == recipe["positive"] for row in rows], float)

    columns, described = [], []
    for name in features:
        values = [row[name] for row in rows]
        if types[name] != "text":
            mean, scale, standardised, absent = standardise(values)
            columns.append(standardised)
            if absent.any():
                columns.append(absent.astype(float))
            described.append({"kind": "number", "name": name, "mean": mean, "scale": scale, "missing": bool(absent.any())})
        else:
            levels = sorted(set(values), key=lambda level: b"" if level is None else b"\1" + utf8(level))
            columns.extend(np.array([value == level for value in values], float) for level in levels)
            described.append({"kind": "category", "name": name, "levels": levels})
    weights = iter(optimum(np.column_stack([*columns, np.ones(len(rows))]), y, recipe["lambda"]))

    for feature in described:
        if feature["kind"] == "number":
            feature["weight"] = next(weights)
            if feature.pop("missing"):
                feature["missing"] = next(weights)
        else:
            feature["levels"] = [{"value": level, "weight": next(weights)} for level in feature["levels"]]
    model = {
        "format": "lethe/logistic-regression/1",
        "label": {"column": label, "positive": recipe["positive"]},
        "features": described,
        "constant": next(weights),
    }
    return utf8(canonical(model))


def main(published):
    """Reads the kept rows and the recipe that the command line names, trains, and prints the digest of what `published` makes of them."""
    parser = argparse.ArgumentParser()
    parser.add_argument("csv")
    parser.add_argument("recipe")
    parser.add_argument("--published")
    options = parser.parse_args()
    with open(options.recipe, encoding="utf-8") as file:
        recipe = json.load(file)
    content = published(read_rows(options.csv, recipe), recipe)
    if options.published:
        with open(options.published, "wb") as file:
            file.write(content)
    print(hashlib.sha256(content).hexdigest())


if __name__ == "__main__":
    main(published)
