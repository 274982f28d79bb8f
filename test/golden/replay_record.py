"""Replays the claim of a record without Lethe: checks it, trains from nothing on the kept rows, and opens the commitment.

    pip install -r test/golden/requirements.txt
    python test/golden/replay_record.py RECORD.zip OPENING.json KEPT.csv [--key FINGERPRINT]

RECORD.zip is the record, OPENING.json what the operator exported for it (lethe record opening), KEPT.csv the rows that were kept, in any
order. Prints a line for each model and ends with 0 where each came out in the same bits, 1 where one did not, 2 where the record itself
is not right. Signatures and proofs are checked by ledger_proofs.py, the model is trained by independent.py: neither shares anything
with Lethe.
"""

import argparse
import base64
import hashlib
import json
import sys
import zipfile

import ledger_proofs

PAYLOAD_TYPE = "application/vnd.in-toto+json"


class NotRight(Exception):
    """What is wrong with the record."""


def need(condition, what):
    if not condition:
        raise NotRight(what)


def sha256(data):
    return hashlib.sha256(data).hexdigest()


def read_files(path):
    with zipfile.ZipFile(path) as archive:
        names = archive.namelist()
        need(len(set(names)) == len(names), "it holds two files of one name")
        return {name: archive.read(name) for name in names}


def checked_statement(files, expected):
    """The statement of a record whose sums, signatures, checkpoint and proofs are right."""
    der = base64.b64decode("".join(files["public-key.pem"].decode().splitlines()[1:-1]))
    key, fingerprint = der[-32:], sha256(der)
    need(expected is None or fingerprint == expected, f"it is signed by another key: {fingerprint}")

    sums = files["SHA256SUMS"]
    need(ledger_proofs.is_signed(key, sums, files["SHA256SUMS.sig"]), "the signature over SHA256SUMS is wrong")
    listed = dict(reversed(line.split("  ", 1)) for line in sums.decode().splitlines())
    actual = {name: sha256(content) for name, content in files.items() if name not in ("SHA256SUMS", "SHA256SUMS.sig")}
    need(listed == actual, "a file is not the one that was signed")

    envelope = json.loads(files["record.dsse.json"])
    payload = base64.b64decode(envelope["payload"])
    signed = f"DSSEv1 {len(PAYLOAD_TYPE)} {PAYLOAD_TYPE} {len(payload)} ".encode() + payload
    signature = next((one["sig"] for one in envelope["signatures"] if one["keyid"] == fingerprint), "")
    need(envelope["payloadType"] == PAYLOAD_TYPE and ledger_proofs.is_signed(key, signed, base64.b64decode(signature)), "the signature of the statement is wrong")
    statement = json.loads(payload)
    for subject in statement["subject"]:
        need(actual[subject["name"]] == subject["digest"]["sha256"], f"the statement is about another {subject['name']}")

    origin, size, root = ledger_proofs.read_checkpoint(files["checkpoint.txt"].decode(), key)
    ledger = statement["predicate"]["ledger"]
    need((ledger["origin"], ledger["size"], ledger["root"], ledger["key"]) == (origin, size, root.hex(), fingerprint), "the statement names another checkpoint")

    entries = files["entries.jsonl"].splitlines()
    proofs = json.loads(files["proofs.json"])["proofs"]
    need(len(entries) == len(proofs), "there is not one proof for each entry")
    for entry, proof in zip(entries, proofs):
        seq = json.loads(entry)["seq"]
        hashes = [base64.b64decode(one) for one in proof["hashes"]]
        need(ledger_proofs.is_included(ledger_proofs.leaf_hash(entry), seq - 1, size, hashes, root), f"entry {seq} is not in the ledger")
    independent = trainer()
    completed = json.loads(entries[-1])
    outcome = statement["predicate"]["outcome"]
    need(completed["kind"] == "erasure-completed" and completed["outcome"] == sha256(independent.utf8(independent.canonical(outcome))), "the ledger does not bind this outcome")
    return statement


def trainer():
    """independent.py, which takes a second to load with numpy and scikit-learn: only for a record whose signatures are right."""
    import independent

    return independent


def replay(model, opened, kept):
    """What became of one model's claim."""
    if model["commitmentAfter"] is None:
        return "gone: no row was left to learn from"
    if opened is None:
        return "different: the opening does not have this model"
    if sha256(bytes.fromhex(opened["salt"] + opened["digest"])) != model["commitmentAfter"]:
        return "different: the opening does not open what the record committed to"
    recipe, independent = opened["recipe"], trainer()
    if recipe.get("learner", "logistic-regression") != "logistic-regression" or "task" in recipe:
        return "not comparable: this program does not have the learner"
    digest = sha256(independent.published(independent.read_rows(kept, recipe), recipe))
    if digest == opened["digest"]:
        return "same bits"
    promised = model["guarantee"] == "same-bits" and not model["boundary"]
    return "different: the kept rows give another model" if promised else "not comparable: its method does not promise the bits of retraining"


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("record")
    parser.add_argument("opening")
    parser.add_argument("kept")
    parser.add_argument("--key", help="the fingerprint of the operator's key, got by another way")
    options = parser.parse_args()
    try:
        outcome = checked_statement(read_files(options.record), options.key)["predicate"]["outcome"]
    except (NotRight, zipfile.BadZipFile, KeyError, TypeError, ValueError) as problem:
        print(f"the record is not right: {problem}", file=sys.stderr)
        sys.exit(2)
    with open(options.opening, encoding="utf-8") as file:
        opening = json.load(file)
    if opening["request"] != outcome["request"]["id"]:
        print(f"the opening is that of another request: {opening['request']}", file=sys.stderr)
        sys.exit(2)
    opened = {one["model"]: one for one in opening["models"]}
    became = {model["model"]: replay(model, opened.get(model["model"]), options.kept) for model in outcome["models"]}
    for model, what in became.items():
        print(f"{model}  {what}")
    sys.exit(0 if all(what == "same bits" or what.startswith("gone") for what in became.values()) else 1)


if __name__ == "__main__":
    main()
