"""Makes the fonts of record.pdf out of those of the window: python make-fonts.py (needs fonttools and brotli).

Each is one weight with only what a record needs: no ligatures (the text of the PDF is then its letters, one by one) and figures
of one width (numbers stand under one another). They carry other names, because the licence reserves "Source" for the originals.
"""
import os
import tempfile

from fontTools import merge, subset
from fontTools.ttLib import TTFont
from fontTools.varLib import instancer

here = os.path.dirname(os.path.abspath(__file__))
source = os.path.join(here, "..", "..", "src-renderer", "styles", "fonts")
EPOCH = 3534105600  # 2016-01-01, so that the same sources give the same bytes

FONTS = {
    "record-serif": ("Lethe Record Serif", ["source-serif-4-latin"]),
    "record-sans": ("Lethe Record Sans", ["source-sans-3-latin", "source-sans-3-latin-ext", "source-sans-3-greek"]),
    "record-code": ("Lethe Record Code", ["source-code-pro-latin"]),
}
WEIGHTS = {"record-serif": [400, 600], "record-sans": [400, 600], "record-code": [400]}


def tabular(font):
    """Gives the digits the shapes of the feature "tnum"."""
    table = font["GSUB"].table if "GSUB" in font else None
    lookups = [] if table is None else [i for f in table.FeatureList.FeatureRecord if f.FeatureTag == "tnum" for i in f.Feature.LookupListIndex]
    shapes = {}
    for index in lookups:
        for sub in table.LookupList.Lookup[index].SubTable:
            shapes.update(getattr(getattr(sub, "ExtSubTable", sub), "mapping", {}))
    for cmap in font["cmap"].tables:
        for code in range(0x30, 0x3A):
            if cmap.cmap.get(code) in shapes:
                cmap.cmap[code] = shapes[cmap.cmap[code]]


def one_weight(name, weight):
    font = TTFont(os.path.join(source, name + "-wght-normal.woff2"))
    font.flavor = None
    font = instancer.instantiateVariableFont(font, {"wght": weight})
    tabular(font)
    options = subset.Options(layout_features=["kern"], hinting=False, name_IDs=["*"], notdef_outline=True, drop_tables=["GSUB", "STAT", "DSIG"])
    codes = [c for c in font.getBestCmap() if c >= 0x20 and not (0x0300 <= c <= 0x036F)]
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=codes)
    subsetter.subset(font)
    return font


def make(name, weight):
    family, parts = FONTS[name]
    fonts = [one_weight(part, weight) for part in parts]
    font = fonts[0]
    if len(fonts) > 1:
        with tempfile.TemporaryDirectory() as folder:
            files = []
            seen = set()
            for i, part in enumerate(fonts):
                # Letters that stand in two parts are taken from the first.
                own = [c for c in part.getBestCmap() if c not in seen]
                seen.update(own)
                subsetter = subset.Subsetter(subset.Options(layout_features=["kern"], hinting=False, name_IDs=["*"], notdef_outline=True))
                subsetter.populate(unicodes=own)
                subsetter.subset(part)
                for tag in ("GSUB", "GDEF", "BASE"):
                    if tag in part:
                        del part[tag]
                files.append(os.path.join(folder, f"{i}.ttf"))
                part.save(files[-1])
            font = merge.Merger(merge.Options(drop_tables=["GSUB", "GDEF", "BASE"])).merge(files)
    style = {400: "Regular", 600: "Semibold"}[weight]
    for record in list(font["name"].names):
        if record.nameID not in (0, 13, 14):
            font["name"].removeNames(nameID=record.nameID)
    for name_id, text in ((1, family), (2, style), (3, f"{family} {style}"), (4, f"{family} {style}"), (5, "Version 1.000"), (6, f"{family.replace(' ', '')}-{style}")):
        font["name"].setName(text, name_id, 3, 1, 0x409)
    font["head"].created = font["head"].modified = EPOCH
    font.recalcTimestamp = False
    out = os.path.join(here, f"{name}-{style.lower()}.ttf")
    font.save(out)
    print(os.path.basename(out), os.path.getsize(out), len(font.getBestCmap()))


for name, weights in WEIGHTS.items():
    for weight in weights:
        make(name, weight)
