"""Reads a record's PDF with pypdf, which shares nothing with the program that wrote it, and prints what it finds as JSON.

    python read_record_pdf.py record.pdf
"""
import json
import sys

from pypdf import PdfReader
from pypdf.generic import ArrayObject, ContentStream, DictionaryObject

reader = PdfReader(sys.argv[1], strict=True)
catalog = reader.trailer["/Root"]
problems = []
reached = set()  # (page, MCID) of what the structure tree holds
page_numbers = {page.indirect_reference.idnum: i for i, page in enumerate(reader.pages)}


def element(node, page=None):
    node = node.get_object()
    page = node.raw_get("/Pg").idnum if "/Pg" in node else page
    kids = node.get("/K", [])
    found = []
    for kid in kids if isinstance(kids, ArrayObject) else [kids]:
        kid = kid.get_object()
        if isinstance(kid, int):
            key = (page_numbers[page], int(kid))
            if key in reached:
                problems.append(f"content {key} is in the structure twice")
            reached.add(key)
        elif isinstance(kid, DictionaryObject) and kid.get("/Type") == "/MCR":
            reached.add((page_numbers[kid.raw_get("/Pg").idnum], int(kid["/MCID"])))
        else:
            found.append(element(kid, page))
    attributes = node.get("/A", {})
    return {
        "role": str(node["/S"])[1:],
        "alt": node.get("/Alt"),
        "scope": str(attributes.get("/Scope", "/"))[1:] or None,
        "box": "/BBox" in attributes,
        "kids": found,
    }


root = catalog["/StructTreeRoot"]
tree = [element(kid) for kid in root["/K"]]

tagged = set()
for number, page in enumerate(reader.pages):
    inside = []
    for operands, operator in ContentStream(page["/Contents"], reader).operations:
        if operator in (b"BDC", b"BMC"):
            inside.append(str(operands[0]))
            if operator == b"BDC" and "/MCID" in operands[1]:
                tagged.add((number, int(operands[1]["/MCID"])))
        elif operator == b"EMC":
            inside.pop()
        elif operator in (b"Tj", b"TJ", b"'", b'"', b"S", b"f", b"B") and not inside:
            problems.append(f"page {number + 1} draws something that is neither tagged nor an artifact")
    if inside:
        problems.append(f"page {number + 1} does not end its marked content")
    for name, font in page["/Resources"]["/Font"].items():
        font = font.get_object()
        descriptor = font["/DescendantFonts"][0].get_object()["/FontDescriptor"]
        if "/ToUnicode" not in font or "/FontFile2" not in descriptor:
            problems.append(f"the font {name} is not embedded, or does not say its letters")
if tagged != reached:
    problems.append("what is tagged on the pages is not what the structure holds")

print(json.dumps({
    "version": reader.pdf_header,
    "title": reader.metadata.title,
    "created": str(reader.trailer["/Info"]["/CreationDate"]),
    "language": catalog["/Lang"],
    "marked": bool(catalog["/MarkInfo"]["/Marked"]),
    "showsTitle": bool(catalog["/ViewerPreferences"]["/DisplayDocTitle"]),
    "universalAccess": "<pdfuaid:part>1</pdfuaid:part>" in catalog["/Metadata"].get_data().decode(),
    "pages": [page.extract_text() for page in reader.pages],
    "tree": tree,
    "problems": problems,
}))
