"""Trains Lethe's forest in another language, one row at a time and with no step shared, and prints the SHA-256 of the published form.

    python test/golden/forest.py KEPT.csv RECIPE.json [--published FILE]

As independent.py, whose RECIPE.json has these keys too: "task", and the learner's settings by name, such as "split-rows".
resources/docs/model-format.md says what is computed.
"""

import hashlib
import math
import struct

from independent import canonical, held_out, main, number_text, read_rows, role, utf8

MASK = 0xFFFFFFFF


def mix(h):
    h &= MASK
    h = (h ^ h >> 16) * 0x7FEB352D & MASK
    h = (h ^ h >> 15) * 0x846CA68B & MASK
    return h ^ h >> 16


def fold(h, more):
    return mix(mix(h + 0x9E3779B9) ^ (more & MASK))


def hash_text(text):
    units = struct.unpack(f"<{len(text.encode('utf-16-le')) // 2}H", text.encode("utf-16-le"))
    h = len(units)
    for unit in units:
        h = fold(h, unit)
    return h


def hash_number(value):
    high, low = struct.unpack(">II", struct.pack(">d", value))
    return mix(mix(high) ^ low)


def pick(h, count):
    return h * count >> 32


def signed(h):
    return h - 2**32 if h >= 2**31 else h


def by_utf8(level):
    return b"" if level is None else b"\1" + utf8(level)


class Forest:
    def __init__(self, rows, labels, features, kinds, recipe):
        self.rows, self.labels, self.features, self.kinds, self.recipe = rows, labels, features, kinds, recipe
        self.levels = {name: sorted({row[name] for row in rows}, key=by_utf8) for name in features if kinds[name] == "category"}

    def grow(self, members, depth, key):
        """The tree of the rows with these numbers, as published."""
        counts = {}
        for i in members:
            counts[self.labels[i]] = counts.get(self.labels[i], 0) + 1
        counts = dict(sorted(counts.items()))
        split = None
        if len(counts) > 1 and len(members) >= self.recipe["split-rows"] and depth < self.recipe["depth"]:
            split = self.best(members, counts, key)
        if split is None:
            return [-1, len(counts), *(number for pair in counts.items() for number in pair)]
        head, left, right = split
        return head + self.grow(left, depth + 1, mix(key ^ 0x3C6EF372)) + self.grow(right, depth + 1, mix(key ^ 0x1B873593))

    def best(self, members, counts, key):
        order = list(range(len(self.features)))
        top, split = 0.0, None
        for tried in range(len(order)):
            if tried >= self.recipe["features"] and split is not None:
                break
            at = tried + pick(fold(key, tried + 1), len(order) - tried)
            order[tried], order[at] = order[at], order[tried]
            for score, candidate in self.candidates(order[tried], members, counts, key):
                if score > top:
                    top, split = score, candidate
        return split

    def candidates(self, feature, members, counts, key):
        name = self.features[feature]
        values = {i: self.rows[i][name] for i in members}
        if self.kinds[name] == "number":
            own = fold(key, ~feature)
            offered = sorted(set(values.values()), key=lambda value: (signed(mix(own ^ hash_number(value))), value))[: self.recipe["thresholds"]]
            for threshold in sorted(offered):
                left = [i for i in members if values[i] <= threshold]
                yield self.score(left, members, counts), ([feature, threshold], left, [i for i in members if values[i] > threshold])
            return
        frequent = max(counts, key=lambda label: (counts[label], -label))
        of = {}
        for i in members:
            of.setdefault(values[i], []).append(self.labels[i] == frequent)
        if 4 * len(of) > len(members):
            return
        positions = {level: at for at, level in enumerate(self.levels[name])}
        levels = sorted(of, key=lambda level: (sum(of[level]) / len(of[level]), positions[level]))
        for cut in range(1, len(levels)):
            first = set(levels[:cut])
            left = [i for i in members if values[i] in first]
            right = [i for i in members if values[i] not in first]
            listed = levels[:cut] if len(left) < len(right) else levels[cut:]
            head = [feature, 1 if len(left) < len(right) else 0, len(listed), *sorted(positions[level] for level in listed)]
            yield self.score(left, members, counts), (head, left, right)

    def score(self, left, members, counts):
        n, right = len(members), len(members) - len(left)
        if min(len(left), right) < self.recipe["leaf-rows"]:
            return 0.0
        total = 0.0
        for label, count in counts.items():
            difference = float(sum(self.labels[i] == label for i in left) * n - len(left) * count)
            total += difference * difference
        return total / (len(left) * right)


def published(rows, recipe):
    types = {column["name"]: column["type"] for column in recipe["columns"]}
    features = sorted(role(recipe, "feature"), key=utf8)
    rows = [row for row in rows if not held_out(row, recipe, features)]
    (label,) = role(recipe, "label")
    texts = [row[label] if types[label] == "text" else number_text(row[label]) for row in rows]
    binary = recipe["task"] == "binary"
    classes = [] if binary else sorted(set(texts), key=utf8)
    labels = [int(text == recipe["positive"]) if binary else classes.index(text) for text in texts]
    kinds = {name: "category" if types[name] == "text" else "number" for name in features}
    rows = [{name: -math.inf if row[name] is None and kinds[name] == "number" else row[name] for name in features} for row in rows]

    forest = Forest(rows, labels, features, kinds, recipe)
    key = hash_text(hashlib.sha256(utf8(f"lethe row key v1\n{recipe['seed']}")).hexdigest())
    hashes = []
    for row, text, number in zip(rows, texts, labels, strict=True):
        h = fold(key, 1)
        for name in features:
            h = fold(h, hash_number(row[name]) if kinds[name] == "number" else -1 if row[name] is None else hash_text(row[name]))
        hashes.append(fold(h, number if binary else hash_text(text)))
    trees_key = fold(key, 2)
    trees = []
    for group in range(recipe["groups"]):
        shard = [pick(mix(fold(trees_key, ~group) ^ h), recipe["shards"]) for h in hashes]
        for s in range(recipe["shards"]):
            trees.append(forest.grow([i for i in range(len(rows)) if shard[i] == s], 0, fold(trees_key, len(trees))))
    model = {
        "features": [{"kind": kinds[name], "name": name, **({"levels": forest.levels[name]} if name in forest.levels else {})} for name in features],
        "format": "lethe/forest/1",
        "label": {"column": label, **({"positive": recipe["positive"]} if binary else {"task": "multiclass"})},
        "trees": [[None if value == -math.inf else value for value in tree] for tree in trees],
        **({} if binary else {"classes": classes}),
    }
    return utf8(canonical(model))


if __name__ == "__main__":
    main(published)
