#!/usr/bin/env python3
"""Checks exported ledger proofs, and makes proofs by their definition, with the standard library alone.

    ledger_proofs.py check FILE [--key FINGERPRINT]   one exported file: entries, consistency, signature
    ledger_proofs.py prove < LEAVES.json              {"leaves": [hex, ...]}: every root and every proof of a tree, by recursion

Written from RFC 9162 section 2.1 (Merkle trees; RFC 6962 section 2.1 has the same), C2SP signed-note and tlog-checkpoint, and
RFC 8032 sections 5.1 and 6 (Ed25519). It shares nothing with Lethe.
"""
import argparse
import base64
import hashlib
import json
import sys


def sha256(*parts):
    return hashlib.sha256(b"".join(parts)).digest()


# RFC 9162 section 2.1.1: the tree, as it is defined.

def leaf_hash(entry):
    return sha256(b"\x00", entry)


def split(n):
    """The largest power of two smaller than n."""
    return 1 << ((n - 1).bit_length() - 1)


def tree_hash(leaves):
    if not leaves:
        return sha256()
    if len(leaves) == 1:
        return leaf_hash(leaves[0])
    k = split(len(leaves))
    return sha256(b"\x01", tree_hash(leaves[:k]), tree_hash(leaves[k:]))


def path(m, leaves):
    """PATH(m, D[n]), section 2.1.3.1."""
    if len(leaves) == 1:
        return []
    k = split(len(leaves))
    if m < k:
        return path(m, leaves[:k]) + [tree_hash(leaves[k:])]
    return path(m - k, leaves[k:]) + [tree_hash(leaves[:k])]


def consistency(m, leaves):
    """PROOF(m, D[n]), section 2.1.4.1."""
    def subproof(m, leaves, whole):
        if m == len(leaves):
            return [] if whole else [tree_hash(leaves)]
        k = split(len(leaves))
        if m <= k:
            return subproof(m, leaves[:k], whole) + [tree_hash(leaves[k:])]
        return subproof(m - k, leaves[k:], False) + [tree_hash(leaves[:k])]
    return subproof(m, leaves, True)


# RFC 9162 sections 2.1.3.2 and 2.1.4.2: verifying.

def is_included(leaf, index, size, proof, root):
    if index >= size:
        return False
    fn, sn, r = index, size - 1, leaf
    for p in proof:
        if sn == 0:
            return False
        if fn & 1 or fn == sn:
            r = sha256(b"\x01", p, r)
            if not fn & 1:
                while fn and not fn & 1:
                    fn >>= 1
                    sn >>= 1
        else:
            r = sha256(b"\x01", r, p)
        fn >>= 1
        sn >>= 1
    return sn == 0 and r == root


def is_consistent(first, first_root, second, second_root, proof):
    if first == second:
        return not proof and first_root == second_root
    if not 0 < first < second or not proof:
        return False
    if first & (first - 1) == 0:
        proof = [first_root] + proof
    fn, sn = first - 1, second - 1
    while fn & 1:
        fn >>= 1
        sn >>= 1
    fr = sr = proof[0]
    for c in proof[1:]:
        if sn == 0:
            return False
        if fn & 1 or fn == sn:
            fr = sha256(b"\x01", c, fr)
            sr = sha256(b"\x01", c, sr)
            if not fn & 1:
                while fn and not fn & 1:
                    fn >>= 1
                    sn >>= 1
        else:
            sr = sha256(b"\x01", sr, c)
        fn >>= 1
        sn >>= 1
    return sn == 0 and fr == first_root and sr == second_root


# RFC 8032 section 5.1: Ed25519, verifying only.

P = 2**255 - 19
D = -121665 * pow(121666, P - 2, P) % P
L = 2**252 + 27742317777372353535851937790883648493
SQRT_M1 = pow(2, (P - 1) // 4, P)


def add(a, b):
    """Section 5.1.4, in extended coordinates."""
    x1, y1, z1, t1 = a
    x2, y2, z2, t2 = b
    e = (y1 - x1) * (y2 - x2) % P
    f = (y1 + x1) * (y2 + x2) % P
    c = 2 * t1 * t2 * D % P
    d = 2 * z1 * z2 % P
    g, h, i, j = f - e, d - c, d + c, f + e
    return g * h % P, i * j % P, h * i % P, g * j % P


def multiply(scalar, point):
    result = (0, 1, 1, 0)
    while scalar:
        if scalar & 1:
            result = add(result, point)
        point = add(point, point)
        scalar >>= 1
    return result


def is_same_point(a, b):
    return (a[0] * b[2] - b[0] * a[2]) % P == 0 and (a[1] * b[2] - b[1] * a[2]) % P == 0


def decode_point(octets):
    """Section 5.1.3."""
    y = int.from_bytes(octets, "little")
    sign = y >> 255
    y &= 2**255 - 1
    if y >= P:
        return None
    x2 = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(x2, (P + 3) // 8, P)
    if (x * x - x2) % P:
        x = x * SQRT_M1 % P
    if (x * x - x2) % P or (x == 0 and sign):
        return None
    if x & 1 != sign:
        x = P - x
    return x, y, 1, x * y % P


BASE = decode_point((4 * pow(5, P - 2, P) % P).to_bytes(32, "little"))


def is_signed(key, message, signature):
    """Section 5.1.7."""
    a, r = decode_point(key), decode_point(signature[:32])
    s = int.from_bytes(signature[32:], "little")
    if len(signature) != 64 or a is None or r is None or s >= L:
        return False
    k = int.from_bytes(hashlib.sha512(signature[:32] + key + message).digest(), "little") % L
    return is_same_point(multiply(s, BASE), add(r, multiply(k, a)))


# C2SP signed-note and tlog-checkpoint.

def read_checkpoint(note, key):
    """Origin, size and root of a checkpoint signed by the key of its origin's name."""
    text, _, signatures = note.partition("\n\n")
    text += "\n"
    origin, size, root = text.splitlines()
    stamps = []
    for line in signatures.rstrip("\n").split("\n"):
        dash, name, encoded = line.split(" ")
        if dash != "\u2014" or name != origin:
            raise ValueError("the signature is not in the name of the checkpoint's origin")
        stamps.append(base64.b64decode(encoded, validate=True))
    # Where one key takes the place of another both sign; a reader who knows one of them passes over the other.
    own = [stamp for stamp in stamps if stamp[:4] == sha256(origin.encode(), b"\n\x01", key)[:4]]
    if not own:
        raise ValueError("the checkpoint is signed by another key")
    if not all(is_signed(key, text.encode(), stamp[4:]) for stamp in own):
        raise ValueError("the signature of the checkpoint is wrong")
    return origin, int(size), base64.b64decode(root, validate=True)


def check(file, expected):
    proofs = json.load(file)
    if proofs["format"] != "lethe/ledger-proofs/1":
        raise ValueError("not an exported checkpoint")
    der = base64.b64decode("".join(proofs["publicKey"].splitlines()[1:-1]))
    fingerprint = sha256(der).hex()
    if expected is not None and fingerprint != expected:
        raise ValueError(f"signed by another key: {fingerprint}")
    origin, size, root = read_checkpoint(proofs["checkpoint"], der[-32:])
    for proof in proofs["entries"]:
        seq, text = proof["seq"], proof["entry"]
        hashes = [base64.b64decode(one, validate=True) for one in proof["hashes"]]
        if json.loads(text)["seq"] != seq or not is_included(leaf_hash(text.encode()), seq - 1, size, hashes, root):
            raise ValueError(f"entry {seq} is not proven")
    earlier = proofs["earlier"]
    if earlier is not None:
        hashes = [base64.b64decode(one, validate=True) for one in earlier["hashes"]]
        if not is_consistent(earlier["size"], base64.b64decode(earlier["root"]), size, root, hashes):
            raise ValueError(f"the ledger does not begin with its first {earlier['size']} entries")
    return {"origin": origin, "size": size, "root": root.hex(), "key": fingerprint, "entries": len(proofs["entries"])}


def prove(leaves):
    n = len(leaves)
    return {
        "roots": [tree_hash(leaves[:size]).hex() for size in range(n + 1)],
        "inclusion": [[[h.hex() for h in path(m, leaves[:size])] for m in range(size)] for size in range(n + 1)],
        "consistency": [[[h.hex() for h in consistency(m, leaves[:size])] for m in range(1, size + 1)] for size in range(n + 1)],
    }


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    commands = parser.add_subparsers(dest="command", required=True)
    checking = commands.add_parser("check")
    checking.add_argument("file", type=argparse.FileType("r", encoding="utf-8"))
    checking.add_argument("--key")
    commands.add_parser("prove")
    options = parser.parse_args()
    if options.command == "prove":
        print(json.dumps(prove([bytes.fromhex(leaf) for leaf in json.load(sys.stdin)["leaves"]])))
        return
    try:
        print(json.dumps(check(options.file, options.key)))
    except (ValueError, KeyError, TypeError) as error:
        sys.exit(f"not proven: {error}")


if __name__ == "__main__":
    main()
