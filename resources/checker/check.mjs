#!/usr/bin/env node
// The checker of Lethe's records. It needs Node.js 18 or newer and nothing else, reads one file, and writes none.
// Made from src-main/core/records/check-record.ts and the files it imports by resources/checker/build.mjs; not to be edited.

import { readFileSync } from "node:fs";
import * as crypto from "node:crypto";
import { createHash, createPublicKey, verify } from "node:crypto";

// src-main/core/ledger/canonical-form.ts
/**
* Canonical JSON (RFC 8785) as a reader checks it. The writer uses the package canonicalize; this is a second, tiny one, so that
* a checker shares nothing with the writer and needs no package. JSON.stringify of JavaScript already writes numbers and texts
* as the RFC asks; what is left is the order of members.
*/
const loneSurrogate = /\p{Surrogate}/u;
/** A JSON value in canonical form; members that are undefined are left out, and what JSON cannot say throws. */
function canonicalForm(value) {
	if (Array.isArray(value)) return `[${value.map(canonicalForm).join(",")}]`;
	if (typeof value === "object" && value !== null) {
		const members = value;
		return `{${Object.keys(members).filter((name) => members[name] !== void 0).sort().map((name) => `${canonicalForm(name)}:${canonicalForm(members[name])}`).join(",")}}`;
	}
	if (typeof value === "string" && loneSurrogate.test(value)) throw new Error("This text is not Unicode");
	if (value === void 0 || typeof value === "number" && !Number.isFinite(value)) throw new Error("This value has no canonical JSON form");
	return JSON.stringify(value);
}
/** True where members come in canonical order all the way down. */
function isSorted(value) {
	if (typeof value !== "object" || value === null) return true;
	if (Array.isArray(value)) return value.every(isSorted);
	let previous = "";
	for (const [name, member] of Object.entries(value)) {
		if (name < previous || !isSorted(member)) return false;
		previous = name;
	}
	return true;
}
/** The value of a text that is JSON in canonical form, or undefined: no second reading of the same text is possible then. */
function parseCanonical(text) {
	try {
		const value = JSON.parse(text);
		if (!text.includes("\\ud") && JSON.stringify(value) === text && isSorted(value)) return value;
		return canonicalForm(value) === text ? value : void 0;
	} catch {
		return;
	}
}

// src-main/core/ledger/checkpoint.ts
/**
* Checkpoints as C2SP tlog-checkpoint: a signed note (c2sp.org/signed-note) with one Ed25519 signature. Nothing but
* node:crypto, because the checker inside every record is built from this file.
*
*     lethe-ledger/ws-4f0c9b7a21d3
*     7
*     3bs4A4CeMlV1DT0mPNeSnClCt5Qqs0t37hIsSWEXSG8=
*
*     — lethe-ledger/ws-4f0c9b7a21d3 x08go/ZJ…
*/
var CheckpointError = class extends Error {
	code;
	constructor(code, message) {
		super(message);
		this.name = "CheckpointError";
		this.code = code;
	}
};
const rawKeys = /* @__PURE__ */ new WeakMap();
/** The 32 bytes of an Ed25519 public key: the end of its SPKI DER (RFC 8410). Kept, since exporting costs as much as signing. */
function rawPublicKey(publicKey) {
	const raw = rawKeys.get(publicKey) ?? publicKey.export({
		type: "spki",
		format: "der"
	}).subarray(-32);
	rawKeys.set(publicKey, raw);
	return raw;
}
const keyHash = (name, rawKey) => createHash("sha256").update(`${name}\n`).update(Uint8Array.of(1)).update(rawKey).digest().subarray(0, 4);
/** The bytes of standard, padded base64, or undefined where another text would mean the same bytes. */
function exactBase64(text, length) {
	const bytes = Buffer.from(text, "base64");
	return bytes.length === length && bytes.toString("base64") === text ? bytes : void 0;
}
const originForm = /^lethe-ledger\/[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/;
/** Reads a checkpoint in its one exact form, three lines and one signature by a key of the origin's name; throws CheckpointError. */
function parseCheckpoint(note) {
	const lines = note.split("\n");
	if (lines.length !== 6 || lines[3] !== "" || lines[5] !== "") throw new CheckpointError("not-a-note", "A checkpoint has three lines, an empty line and one signature line, each ended by a newline.");
	const [origin, sizeText, rootText, , signatureLine] = lines;
	if (!originForm.test(origin)) throw new CheckpointError("bad-origin", "The first line of a checkpoint names a ledger, such as lethe-ledger/ws-4f0c9b7a21d3.");
	const size = Number(sizeText);
	if (!/^(0|[1-9][0-9]{0,15})$/.test(sizeText) || !Number.isSafeInteger(size)) throw new CheckpointError("bad-size", "The second line of a checkpoint is the number of entries in decimal.");
	const root = exactBase64(rootText, 32);
	if (root === void 0) throw new CheckpointError("bad-root", "The third line of a checkpoint is a root of 32 bytes in base64.");
	const prefix = `\u2014 ${origin} `;
	const signed = signatureLine.startsWith(prefix) ? exactBase64(signatureLine.slice(prefix.length), 68) : void 0;
	if (signed === void 0) throw new CheckpointError("bad-signature-line", "The last line of a checkpoint is a dash, the name in its first line, and 68 bytes in base64.");
	return {
		origin,
		size,
		root,
		text: `${origin}\n${sizeText}\n${rootText}\n`,
		keyHash: signed.subarray(0, 4),
		signature: signed.subarray(4)
	};
}
/** Makes the check of signatures by one key: of a parsed checkpoint it says what is wrong, or undefined. */
function checkpointVerifier(publicKey) {
	const rawKey = rawPublicKey(publicKey);
	return ({ origin, text, keyHash: found, signature }) => {
		if (!found.equals(keyHash(origin, rawKey))) return "other-key";
		return verify(null, Buffer.from(text), publicKey, signature) ? void 0 : "bad-signature";
	};
}
/** Reads a checkpoint and verifies its signature; throws CheckpointError. */
function openCheckpoint(note, publicKey) {
	const checkpoint = parseCheckpoint(note);
	const fault = checkpointVerifier(publicKey)(checkpoint);
	if (fault === "other-key") throw new CheckpointError(fault, "The checkpoint was signed by another key.");
	if (fault === "bad-signature") throw new CheckpointError(fault, "The signature of the checkpoint is wrong: its text or the signature was changed.");
	return checkpoint;
}

// src-main/core/ledger/key-fingerprint.ts
/** SHA-256 of the public key's SPKI DER, lowercase hex: the name by which people, ledgers and records know a key. */
function keyFingerprint(publicKey) {
	return createHash("sha256").update(publicKey.export({
		type: "spki",
		format: "der"
	})).digest("hex");
}

// src-main/core/ledger/merkle.ts
/**
* The Merkle tree of RFC 6962 section 2.1 and RFC 9162 section 2.1: pure, and nothing but node:crypto, because the checker
* inside every record is built from this file and runs on Node 18.
*/
const digest = typeof crypto.hash === "function" ? (bytes) => crypto.hash("sha256", bytes, "buffer") : (bytes) => crypto.createHash("sha256").update(bytes).digest();
/** The root of no leaves: SHA-256 of nothing. */
const emptyRoot = digest(Buffer.alloc(0));
/** SHA-256(0x00 || leaf). */
function hashLeaf(leaf) {
	const bytes = Buffer.allocUnsafe(leaf.length + 1);
	bytes[0] = 0;
	bytes.set(leaf, 1);
	return digest(bytes);
}
const pair = Buffer.alloc(65, 1);
/** SHA-256(0x01 || left || right), both of 32 bytes. */
function hashNode(left, right) {
	pair.set(left, 1);
	pair.set(right, 33);
	return digest(pair);
}
const isSize = (value) => Number.isSafeInteger(value) && value >= 0;
const half = (value) => Math.floor(value / 2);
/** True where the proof shows the leaf at index (from 0) to be in the tree of this size and root: RFC 9162 2.1.3.2. */
function verifyInclusion(leafHash, index, size, proof, root) {
	if (!isSize(index) || !isSize(size) || index >= size) return false;
	let first = index;
	let last = size - 1;
	let hash = leafHash;
	for (const sibling of proof) {
		if (last === 0 || sibling.length !== 32) return false;
		if (first % 2 === 1 || first === last) {
			hash = hashNode(sibling, hash);
			while (first % 2 === 0 && first !== 0) {
				first = half(first);
				last = half(last);
			}
		} else hash = hashNode(hash, sibling);
		first = half(first);
		last = half(last);
	}
	return last === 0 && hash.equals(root);
}

// src-main/core/records/canonical-zip.ts
/**
* The one ZIP a list of files has: stored (not compressed), in ascending order of names, dated 1980-01-01, without extra fields,
* comments or anything between the parts (APPNOTE.TXT 6.3.10). Our own and not a package, because the checker inside every record
* depends on nothing and must agree with the writer to the byte: a record is right only where re-writing it gives it back.
*/
const signature = {
	local: 67324752,
	central: 33639248,
	end: 101010256
};
/** Version 2.0 made it, under MS-DOS rules (so no permissions are stored); 1.0 is enough to unpack it. */
const madeBy = 20;
const needed = 10;
/** 1980-01-01 00:00, the earliest a DOS date can say. */
const dosTime = 0;
const dosDate = 33;
const localSize = 30;
const centralSize = 46;
const endSize = 22;
/** Bounds of what a reader takes on: a record is some 50 kB. */
const mostBytes = 67108864;
const mostFiles = 64;
/** Plain names only: no folders, no "..", nothing that is hidden or that Windows would read otherwise. */
const nameForm = /^[A-Za-z0-9][A-Za-z0-9._-]{0,62}[A-Za-z0-9]$/;
const crcTable = Uint32Array.from({ length: 256 }, (_, n) => {
	let c = n;
	for (let k = 0; k < 8; k += 1) c = (c & 1) === 1 ? 3988292384 ^ c >>> 1 : c >>> 1;
	return c;
});
/** CRC-32 as ZIP uses it: finds accidents, not attacks. */
function crc32(bytes) {
	let c = 4294967295;
	for (const byte of bytes) c = crcTable[(c ^ byte) & 255] ^ c >>> 8;
	return (c ^ 4294967295) >>> 0;
}
/** Writes the canonical ZIP of these files; the same files always give the same bytes. */
function writeCanonicalZip(files) {
	const names = [...files.keys()].sort();
	if (names.find((name) => !nameForm.test(name)) !== void 0 || names.length > mostFiles) throw new Error("These files cannot be in a canonical ZIP");
	const parts = [];
	const central = [];
	let offset = 0;
	for (const name of names) {
		const content = files.get(name);
		const shared = Buffer.alloc(26);
		shared.writeUInt16LE(needed, 0);
		shared.writeUInt16LE(dosTime, 6);
		shared.writeUInt16LE(dosDate, 8);
		shared.writeUInt32LE(crc32(content), 10);
		shared.writeUInt32LE(content.length, 14);
		shared.writeUInt32LE(content.length, 18);
		shared.writeUInt16LE(name.length, 22);
		parts.push(uint32(signature.local), shared, Buffer.from(name), content);
		const rest = Buffer.alloc(14);
		rest.writeUInt32LE(offset, 10);
		central.push(uint32(signature.central), uint16(madeBy), shared, rest, Buffer.from(name));
		offset += localSize + name.length + content.length;
	}
	const directory = Buffer.concat(central);
	const end = Buffer.alloc(endSize);
	end.writeUInt32LE(signature.end, 0);
	end.writeUInt16LE(names.length, 8);
	end.writeUInt16LE(names.length, 10);
	end.writeUInt32LE(directory.length, 12);
	end.writeUInt32LE(offset, 16);
	const zip = Buffer.concat([
		...parts,
		directory,
		end
	]);
	if (zip.length > mostBytes) throw new Error("These files are too large for a canonical ZIP");
	return zip;
}
function uint32(value) {
	const bytes = Buffer.alloc(4);
	bytes.writeUInt32LE(value);
	return bytes;
}
function uint16(value) {
	const bytes = Buffer.alloc(2);
	bytes.writeUInt16LE(value);
	return bytes;
}
const fault = (code, message) => ({
	files: void 0,
	problem: {
		code,
		message
	}
});
/** Takes a ZIP apart, within bounds, and says whether it is the canonical one of its files. Nothing is written anywhere. */
function readCanonicalZip(bytes) {
	if (!looksLikeZip(bytes)) return fault("not-a-zip", "This is not a ZIP file.");
	if (bytes.length > mostBytes) return fault("zip-too-large", `The ZIP is larger than any record: more than ${mostBytes / 1024 / 1024} MiB.`);
	const endAt = bytes.length - endSize;
	if (endAt < 0 || bytes.readUInt32LE(endAt) !== signature.end || bytes.readUInt16LE(endAt + 20) !== 0) return fault("zip-damaged", "The ZIP does not end as it should: it was cut off, or something was added behind its end.");
	const count = bytes.readUInt16LE(endAt + 10);
	const directoryAt = bytes.readUInt32LE(endAt + 16);
	if (count > mostFiles) return fault("zip-too-large", `The ZIP holds more files than any record: ${count}.`);
	if (directoryAt + bytes.readUInt32LE(endAt + 12) !== endAt) return fault("zip-damaged", "The list of files in the ZIP is not where its end says.");
	const files = /* @__PURE__ */ new Map();
	const seen = /* @__PURE__ */ new Set();
	let problem;
	let at = directoryAt;
	for (let i = 0; i < count; i += 1) {
		if (at + centralSize > endAt || bytes.readUInt32LE(at) !== signature.central) return fault("zip-damaged", "The list of files in the ZIP is damaged.");
		const nameLength = bytes.readUInt16LE(at + 28);
		const nextAt = at + centralSize + nameLength + bytes.readUInt16LE(at + 30) + bytes.readUInt16LE(at + 32);
		if (nextAt > endAt) return fault("zip-damaged", "The list of files in the ZIP is damaged.");
		const name = bytes.toString("latin1", at + centralSize, at + centralSize + nameLength);
		if (!nameForm.test(name)) return fault("zip-unsafe-name", "The ZIP holds a file whose name a record never has, such as one that would be unpacked into another folder.");
		if (seen.has(name.toLowerCase())) return fault("zip-duplicate", `The ZIP holds two files named ${name}: programs would not agree which one is meant.`);
		seen.add(name.toLowerCase());
		if (bytes.readUInt16LE(at + 10) !== 0) return fault("zip-compressed", "The ZIP is compressed: it was packed anew by another program. Ask for the file as it was exported.");
		const size = bytes.readUInt32LE(at + 24);
		const localAt = bytes.readUInt32LE(at + 42);
		if (localAt + localSize > directoryAt || bytes.readUInt32LE(localAt) !== signature.local) return fault("zip-damaged", `The ZIP is damaged at the file ${name}.`);
		const contentAt = localAt + localSize + bytes.readUInt16LE(localAt + 26) + bytes.readUInt16LE(localAt + 28);
		if (contentAt + size > directoryAt) return fault("zip-damaged", `The ZIP is damaged at the file ${name}.`);
		const content = bytes.subarray(contentAt, contentAt + size);
		if (crc32(content) !== bytes.readUInt32LE(at + 16)) problem ??= {
			code: "zip-damaged",
			message: `The file ${name} was changed or damaged: its CRC-32 is wrong.`
		};
		files.set(name, content);
		at = nextAt;
	}
	if (problem === void 0 && !writeCanonicalZip(files).equals(bytes)) problem = {
		code: "zip-not-canonical",
		message: "The ZIP was packed anew or changed by another program: a record has one exact form. Ask for the file as it was exported."
	};
	return {
		files,
		problem
	};
}
/** A ZIP is told by its first bytes or, where those were damaged, by its last. */
function looksLikeZip(bytes) {
	if (bytes.length < endSize) return false;
	const start = bytes.readUInt32LE(0);
	return start === signature.local || start === signature.end || bytes.readUInt32LE(bytes.length - endSize) === signature.end;
}

// src-main/core/records/statement.ts
const statementType = "https://in-toto.io/Statement/v1";
/**
* What the predicate is, by a name and not an address: ".invalid" is reserved (RFC 6761 section 6.4), so it is ours to use and can
* never come to lead to somebody else's page. The number at its end goes up when an old reader would misread a new record.
*/
const predicateTypeBase = "https://lethe.invalid/erasure-record/v";
/** The files the statement names as its subject, in this order. */
const subjectFiles = ["checkpoint.txt", "entries.jsonl"];
const sha256Hex = (bytes) => createHash("sha256").update(bytes).digest("hex");
/** SHA-256 of the outcome's canonical JSON, hex: what the ledger's entry 'erasure-completed' carries as its outcome. */
function outcomeDigest(outcome) {
	return sha256Hex(canonicalForm(outcome));
}

// src-main/core/records/check-story.ts
/** Which entries may follow which. An intent may be repeated or undone (a crash, a cancel) before it is carried out. */
const next = {
	start: ["request-opened"],
	"request-opened": ["request-verified"],
	"request-verified": ["request-approved"],
	"request-approved": ["erasure-intended"],
	"erasure-intended": [
		"erasure-intended",
		"erasure-undone",
		"erasure-adopted"
	],
	"erasure-undone": ["erasure-intended"],
	"erasure-adopted": ["erasure-completed"]
};
/** Completion is written right after the outcome is fixed; a day allows for a machine put to sleep in between. */
const mostLagMs = 864e5;
const lastOf = (entries, kind) => entries.findLast((entry) => entry.kind === kind);
/** Checks that the entries tell the whole way of this request, in order, and that they and the outcome say the same. */
function checkStory(entries, outcome) {
	const problems = [];
	let before = "start";
	for (const entry of entries) {
		const { seq, kind } = entry;
		if (entry.request !== outcome.request.id) problems.push({
			code: "entry-other-request",
			seq,
			message: `Entry ${seq} is not about the request ${outcome.request.id}.`
		});
		if (next[before]?.includes(kind) !== true) {
			problems.push({
				code: "entry-order",
				seq,
				message: `Entry ${seq} ("${kind}") does not follow ${before === "start" ? "at the beginning" : `"${before}"`}: an entry is missing or out of order.`
			});
			return problems;
		}
		before = kind;
	}
	if (before !== "erasure-completed") {
		problems.push({
			code: "entry-order",
			seq: entries[entries.length - 1]?.seq ?? 0,
			message: "The entries do not end with the completion of the erasure."
		});
		return problems;
	}
	const differ = (entry, what, said, noted) => {
		if (said !== noted) problems.push({
			code: "entry-differs",
			seq: entry.seq,
			message: `The statement and entry ${entry.seq} of the ledger differ about ${what}.`
		});
	};
	const { request, data, residue, models } = outcome;
	const opened = lastOf(entries, "request-opened");
	differ(opened, "the dataset", data.dataset, opened.dataset);
	differ(opened, "the law", request.law, opened.law);
	differ(opened, "the version of its rules", request.ruleVersion, opened.ruleVersion);
	differ(opened, "the scope", request.scope, opened.scope);
	differ(opened, "the number of rows matched", data.matched, opened.matched);
	differ(opened, "the day of receipt", request.receivedAt, opened.receivedAt);
	differ(opened, "the day it is due", request.dueAt, opened.dueAt);
	if (data.matched !== data.erased + data.keptOfMatched) problems.push({
		code: "entry-differs",
		seq: opened.seq,
		message: "In the statement, the rows erased and kept are not together the rows matched."
	});
	differ(lastOf(entries, "request-verified"), "how the identity was verified", outcome.decisions.identity, lastOf(entries, "request-verified").how);
	differ(lastOf(entries, "request-approved"), "how it was approved", outcome.decisions.approval, lastOf(entries, "request-approved").how);
	const intended = lastOf(entries, "erasure-intended");
	if (intended.rows < data.erased) differ(intended, "the number of rows to erase", data.erased, intended.rows);
	const adopted = lastOf(entries, "erasure-adopted");
	differ(adopted, "the number of rows erased", data.erased, adopted.erased);
	const changes = Array.isArray(adopted.models) ? adopted.models : [];
	differ(adopted, "the number of models", models.length, changes.length);
	for (const model of models) {
		const change = changes.find(({ model: id }) => id === model.model);
		if (change === void 0 || !sameModel(model, change)) differ(adopted, `the model ${model.model}`, model, void 0);
	}
	if (new Set(models.map(({ model }) => model)).size !== models.length) differ(adopted, "the models, one of which is named twice", 1, 2);
	const completed = lastOf(entries, "erasure-completed");
	differ(completed, "the traces searched for", residue.searched, completed.searched);
	differ(completed, "the traces that could not be searched for", residue.notSearchable, completed.notSearchable);
	differ(completed, "the traces found", residue.found, completed.residue);
	differ(completed, "the outcome as a whole (its digest)", outcomeDigest(outcome), completed.outcome);
	if (!(Math.abs(Date.parse(request.completedAt) - Date.parse(completed.at)) <= mostLagMs)) differ(completed, "the time of completion", request.completedAt, completed.at);
	return problems;
}
function sameModel(model, change) {
	return model.version === change.version && model.method === change.method && model.guarantee === change.guarantee && model.boundary === change.boundary && model.commitmentBefore === change.before && model.commitmentAfter === change.after;
}

// src-main/core/records/envelope.ts
/** DSSE envelopes (secure-systems-lab/dsse, protocol.md and envelope.md, v1.0.2) with one Ed25519 signature. Only node:crypto. */
const payloadType = "application/vnd.in-toto+json";
/** What is signed: "DSSEv1", and type and payload each with its length in bytes, so that neither can pass for the other. */
function preAuthEncoding(type, payload) {
	return Buffer.concat([Buffer.from(`DSSEv1 ${Buffer.byteLength(type)} ${type} ${payload.length} `), payload]);
}
/** Reads an envelope in exactly the form writeEnvelope gives it, or returns undefined. The signature is not verified yet. */
function readEnvelope(text) {
	const value = text.endsWith("\n") ? parseCanonical(text.slice(0, -1)) : void 0;
	const signatures = value?.signatures;
	const first = Array.isArray(signatures) ? signatures[0] : void 0;
	if (typeof value?.payload !== "string" || typeof value.payloadType !== "string" || typeof first?.sig !== "string" || typeof first.keyid !== "string") return void 0;
	const envelope = {
		payloadType: value.payloadType,
		payload: Buffer.from(value.payload, "base64"),
		keyid: first.keyid,
		signature: Buffer.from(first.sig, "base64")
	};
	const { payload, keyid, signature } = envelope;
	return `${canonicalForm({
		payload: payload.toString("base64"),
		payloadType: envelope.payloadType,
		signatures: [{
			keyid,
			sig: signature.toString("base64")
		}]
	})}\n` === text ? envelope : void 0;
}
/** True where this key signed exactly this payload under exactly this type. */
function verifyEnvelope({ payloadType: type, payload, signature }, publicKey) {
	return verify(null, preAuthEncoding(type, payload), publicKey, signature);
}

// src-main/core/records/record-files.ts
/** Every file of a record of version 1, in the order of the ZIP. Another file is another version of the predicate. */
const recordFiles = [
	"README.txt",
	"SHA256SUMS",
	"SHA256SUMS.sig",
	"check.mjs",
	"checkpoint.txt",
	"entries.jsonl",
	"proofs.json",
	"public-key.pem",
	"record.dsse.json"
];
const isSummed = (name) => name !== "SHA256SUMS" && name !== "SHA256SUMS.sig";
/** The text of SHA256SUMS, as sha256sum of GNU coreutils writes it: every file but itself and its signature. */
function writeSums(files) {
	return [...files].filter(([name]) => isSummed(name)).sort(([a], [b]) => a < b ? -1 : 1).map(([name, content]) => `${createHash("sha256").update(content).digest("hex")}  ${name}\n`).join("");
}

// src-main/core/records/shape.ts
const text = (value, path) => typeof value === "string" ? void 0 : path;
const flag = (value, path) => typeof value === "boolean" ? void 0 : path;
const real = (value, path) => typeof value === "number" && Number.isFinite(value) ? void 0 : path;
const count = (value, path) => Number.isSafeInteger(value) && Number(value) >= 0 ? void 0 : path;
const hash = (value, path) => typeof value === "string" && /^[0-9a-f]{64}$/.test(value) ? void 0 : path;
const setting = (value, path) => typeof value === "string" || typeof value === "boolean" || typeof value === "number" && Number.isFinite(value) ? void 0 : path;
const oneOf = (...values) => (value, path) => values.includes(value) ? void 0 : path;
const orNull = (shape) => (value, path) => value === null ? void 0 : shape(value, path);
const listOf = (shape) => (value, path) => {
	if (!Array.isArray(value)) return path;
	for (const [i, item] of value.entries()) {
		const misfit = shape(item, `${path}[${i}]`);
		if (misfit !== void 0) return misfit;
	}
};
const isObject = (value) => typeof value === "object" && value !== null && !Array.isArray(value);
const mapOf = (shape) => (value, path) => {
	if (!isObject(value)) return path;
	for (const name of Object.keys(value)) {
		const misfit = shape(value[name], `${path}.${name}`);
		if (misfit !== void 0) return misfit;
	}
};
/** An object with at least these members; the compiler sees to it that none of T is forgotten. */
const members = (shapes) => (value, path) => {
	if (!isObject(value)) return path;
	for (const name of Object.keys(shapes)) {
		const misfit = shapes[name](value[name], path === "" ? name : `${path}.${name}`);
		if (misfit !== void 0) return misfit;
	}
};

// src-main/core/records/statement-shape.ts
/** Words that may become more with time, such as laws and methods: any text is taken, and compared with the ledger. */
const word = text;
const metrics = members({
	rows: count,
	accuracy: orNull(real),
	baseline: orNull(real),
	logLoss: orNull(real),
	auc: orNull(real)
});
const measured = {
	computeMs: real,
	cpuMs: real,
	gradientPasses: real,
	hessianPasses: real,
	unseen: metrics
};
const model = members({
	model: text,
	learner: text,
	version: count,
	methodAsked: text,
	method: text,
	guarantee: oneOf("same-bits", "certified", "none"),
	boundary: flag,
	commitmentBefore: hash,
	commitmentAfter: orNull(hash),
	settings: mapOf(setting),
	rows: members({
		train: count,
		test: count
	}),
	unlearned: orNull(members(measured)),
	retrained: orNull(members({
		...measured,
		sameBits: flag,
		distance: orNull(real)
	}))
});
const outcome = members({
	product: members({
		name: oneOf("lethe"),
		version: text
	}),
	request: members({
		id: text,
		law: word,
		ruleVersion: text,
		scope: word,
		receivedAt: text,
		dueAt: text,
		completedAt: text
	}),
	decisions: members({
		identity: word,
		approval: word,
		sentence: text
	}),
	data: members({
		dataset: text,
		matched: count,
		erased: count,
		keptOfMatched: count
	}),
	models: listOf(model),
	machine: members({
		runtime: text,
		engine: text,
		platform: text,
		processor: text,
		cores: count
	}),
	residue: members({
		files: count,
		bytes: count,
		searched: count,
		notSearchable: count,
		found: count,
		rebuilt: flag
	}),
	timing: members({ totalMs: real }),
	notErasedByLethe: listOf(text),
	notClaimed: listOf(text)
});
const ledger = members({
	origin: text,
	size: count,
	root: hash,
	key: hash,
	keyProtection: word
});
const statement = members({
	subject: listOf(members({
		name: text,
		digest: members({ sha256: hash })
	})),
	predicate: members({
		ledger,
		outcome
	})
});
/** Where a statement of version 1 is not of its form, as a path, or undefined. */
const statementMisfit = (value) => statement(value, "");

// src-main/core/records/check-record.ts
/**
* Checks one record from its bytes alone: no database, no package, nothing but node:crypto. resources/checker/build.mjs makes from
* this file the check.mjs that lies in every record, so it keeps to what Node 18 has.
*/
/** A forged record may hold any number of faults; the first of them tell enough. */
const mostProblems = 50;
/** A forged record may also hold text made to confuse a terminal: control and direction characters are shown as "?". */
const printable = (text) => text.replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Surrogate}]/gu, "?").slice(0, 300);
/** Checks everything in a record against everything else in it, and its key against the fingerprint expected, where one is given. */
function checkRecord(bytes, expectedKey) {
	const problems = [];
	const report = (file, code, message, path) => {
		if (problems.length < mostProblems) problems.push({
			file,
			...path === void 0 ? {} : { path: printable(path) },
			code,
			message: printable(message)
		});
	};
	let signedBy = null;
	try {
		const { files, problem } = readCanonicalZip(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength));
		if (problem !== void 0) report("record", problem.code, problem.message);
		if (files !== void 0) signedBy = checkFiles(files, report);
	} catch (error) {
		report("record", "check-failed", `The record is built in a way this checker did not foresee (${error instanceof Error ? error.message : "unknown"}).`);
	}
	const intact = problems.length === 0;
	const expected = expectedKey?.toLowerCase().replaceAll(/[\s:]/g, "");
	if (expected !== void 0 && expected !== signedBy) report("public-key.pem", "other-key", signedBy === null ? "No signature by the key you gave could be found." : `The record is signed by another key than the one you gave: ${signedBy}.`);
	return {
		intact,
		ok: intact && expected !== void 0 && problems.length === 0,
		signedBy,
		problems
	};
}
/** Checks the files of a record; returns the fingerprint of the key whose signature was found good, or null. */
function checkFiles(files, report) {
	const publicKey = readPublicKey(files.get("public-key.pem"), report);
	const summed = checkSums(files, publicKey, report);
	const { statement, newer, signed } = readStatement(files.get("record.dsse.json"), publicKey, report);
	const signedBy = publicKey !== void 0 && (summed || signed) ? keyFingerprint(publicKey) : null;
	if (newer) return signedBy;
	checkFileSet(files, report);
	const checkpoint = readCheckpoint(files.get("checkpoint.txt"), publicKey, report);
	const entries = readEntries(files.get("entries.jsonl"), report);
	if (checkpoint !== void 0 && entries !== void 0) checkProofs(entries, checkpoint, files.get("proofs.json"), report);
	if (statement === void 0) return signedBy;
	checkSubject(statement, files, report);
	if (publicKey !== void 0 && statement.predicate.ledger.key !== keyFingerprint(publicKey)) report("record.dsse.json", "statement-other-key", "The statement names another key than the one in public-key.pem.", "predicate.ledger.key");
	if (checkpoint !== void 0) checkLedgerFacts(statement, checkpoint, report);
	if (entries !== void 0) for (const { code, seq, message } of checkStory(entries.map(({ entry }) => entry), statement.predicate.outcome)) report("entries.jsonl", code, message, `seq ${seq}`);
	return signedBy;
}
function checkFileSet(files, report) {
	for (const name of recordFiles) if (!files.has(name)) report(name, "file-missing", `The file ${name} is missing.`);
	for (const name of files.keys()) if (!recordFiles.includes(name)) report(name, "file-unknown", `The file ${name} does not belong to a record.`);
}
function readPublicKey(pem, report) {
	if (pem === void 0) return void 0;
	try {
		const key = createPublicKey(pem);
		if (key.asymmetricKeyType === "ed25519" && key.export({
			type: "spki",
			format: "pem"
		}) === pem.toString("latin1")) return key;
	} catch {}
	report("public-key.pem", "bad-public-key", "The public key is not an Ed25519 key in PEM as a record has it.");
}
/** Compares every file with SHA256SUMS; true where that list is signed by this key. */
function checkSums(files, publicKey, report) {
	const sums = files.get("SHA256SUMS");
	const signature = files.get("SHA256SUMS.sig");
	if (sums === void 0 || signature === void 0) return false;
	const listed = new Set(sums.toString("latin1").split("\n"));
	const actual = writeSums(files);
	let differs = false;
	for (const line of actual.split("\n").slice(0, -1)) {
		if (listed.has(line)) continue;
		differs = true;
		const name = line.slice(66);
		report(name, "sum-differs", `The file ${name} is not the one that was signed: its SHA-256 is not in SHA256SUMS.`);
	}
	if (!differs && sums.toString("latin1") !== actual) report("SHA256SUMS", "sums-differ", "SHA256SUMS does not list exactly the files of this record, one per line.");
	if (publicKey === void 0) return false;
	const good = verify(null, sums, publicKey, signature);
	if (!good) report("SHA256SUMS.sig", "sums-signature", "The signature over SHA256SUMS is wrong: the list or the signature was changed, or another key signed it.");
	return good;
}
function readStatement(bytes, publicKey, report) {
	const file = "record.dsse.json";
	const nothing = {
		statement: void 0,
		newer: false,
		signed: false
	};
	if (bytes === void 0) return nothing;
	const envelope = readEnvelope(exactText(bytes) ?? "");
	if (envelope === void 0) {
		report(file, "bad-envelope", "The statement is not in a DSSE envelope as a record has it: canonical JSON with one signature.");
		return nothing;
	}
	let signed = false;
	if (publicKey !== void 0) {
		signed = verifyEnvelope(envelope, publicKey);
		if (!signed) report(file, "statement-signature", "The signature of the statement is wrong: the statement or the signature was changed, or another key signed it.", "signatures[0].sig");
		if (envelope.keyid !== keyFingerprint(publicKey)) report(file, "envelope-other-key", "The envelope names another key than the one in public-key.pem.", "signatures[0].keyid");
	}
	if (envelope.payloadType !== "application/vnd.in-toto+json") {
		report(file, "bad-envelope", "The envelope does not hold an in-toto statement.", "payloadType");
		return {
			...nothing,
			signed
		};
	}
	const value = parseCanonical(exactText(envelope.payload) ?? "");
	if (typeof value !== "object" || value === null || value._type !== "https://in-toto.io/Statement/v1" || typeof value.predicateType !== "string") {
		report(file, "bad-statement", "The statement is not an in-toto statement in canonical JSON.", "_type");
		return {
			...nothing,
			signed
		};
	}
	const type = value.predicateType;
	const version = type.startsWith("https://lethe.invalid/erasure-record/v") ? type.slice(predicateTypeBase.length) : "";
	if (!/^[1-9][0-9]{0,8}$/.test(version)) {
		report(file, "other-statement", "The statement is not about an erasure carried out by Lethe.", "predicateType");
		return {
			...nothing,
			signed
		};
	}
	if (Number(version) > 1) {
		report(file, "newer-version", `The record was written by a newer Lethe (version ${version} of the format; this checker knows up to ${1}). Get a newer checker.`, "predicateType");
		return {
			...nothing,
			newer: true,
			signed
		};
	}
	const misfit = statementMisfit(value);
	if (misfit !== void 0) {
		report(file, "bad-statement", `The statement lacks something, or has it in another form: ${misfit}.`, misfit);
		return {
			...nothing,
			signed
		};
	}
	return {
		statement: value,
		newer: false,
		signed
	};
}
function checkSubject({ subject }, files, report) {
	if (subject.length !== subjectFiles.length || subject.some(({ name }, i) => name !== subjectFiles[i])) {
		report("record.dsse.json", "bad-subject", `The statement is not about ${subjectFiles.join(" and ")}.`, "subject");
		return;
	}
	for (const [i, { name, digest }] of subject.entries()) {
		const content = files.get(name);
		if (content !== void 0 && digest.sha256 !== createHash("sha256").update(content).digest("hex")) report("record.dsse.json", "subject-differs", `The statement was made about another ${name}.`, `subject[${i}].digest.sha256`);
	}
}
function readCheckpoint(bytes, publicKey, report) {
	if (bytes === void 0 || publicKey === void 0) return void 0;
	try {
		return openCheckpoint(exactText(bytes) ?? "", publicKey);
	} catch (error) {
		report("checkpoint.txt", "bad-checkpoint", error.message);
		return;
	}
}
function checkLedgerFacts({ predicate: { ledger } }, checkpoint, report) {
	const facts = [
		[
			"origin",
			ledger.origin,
			checkpoint.origin
		],
		[
			"size",
			ledger.size,
			checkpoint.size
		],
		[
			"root",
			ledger.root,
			checkpoint.root.toString("hex")
		]
	];
	for (const [name, said, found] of facts) if (said !== found) report("record.dsse.json", "checkpoint-differs", `The statement and the checkpoint differ about the ${name} of the ledger.`, `predicate.ledger.${name}`);
}
function readEntries(bytes, report) {
	if (bytes === void 0) return void 0;
	const lines = exactText(bytes)?.split("\n") ?? [];
	const entries = lines.slice(0, -1).map((text) => ({
		text,
		entry: parseCanonical(text)
	}));
	const bad = entries.findIndex(({ entry }) => !isEntry(entry));
	if (lines.pop() !== "" || bad !== -1 || entries.length === 0) {
		report("entries.jsonl", "bad-entries", bad === -1 ? "The entries are not lines of text, each ended by a newline." : `Line ${bad + 1} is not a ledger entry in canonical JSON.`);
		return;
	}
	const read = entries;
	const disordered = read.findIndex(({ entry }, i) => i > 0 && entry.seq <= read[i - 1].entry.seq);
	if (disordered !== -1) report("entries.jsonl", "entry-order", `Line ${disordered + 1} does not come after the entry before it.`);
	return read;
}
function isEntry(value) {
	const { seq, at, actor, kind } = value ?? {};
	return Number.isSafeInteger(seq) && Number(seq) >= 1 && typeof at === "string" && typeof actor === "string" && typeof kind === "string";
}
function checkProofs(entries, checkpoint, bytes, report) {
	if (bytes === void 0) return;
	const proofs = readProofs(exactText(bytes) ?? "");
	if (proofs === void 0) return report("proofs.json", "bad-proofs", "The proofs are not in canonical JSON as a record has them.");
	if (proofs.size !== checkpoint.size) report("proofs.json", "proofs-other-size", "The proofs lead to a ledger of another size than the checkpoint.", "size");
	if (proofs.proofs.length !== entries.length) report("proofs.json", "proofs-count", "There is not one proof for each entry.", "proofs");
	for (const [i, { text, entry: { seq } }] of entries.entries()) {
		const proof = proofs.proofs[i];
		if (proof === void 0) continue;
		if (!(proof.seq === seq && verifyInclusion(hashLeaf(Buffer.from(text)), seq - 1, checkpoint.size, proof.hashes.map((hash) => Buffer.from(hash, "base64")), checkpoint.root))) report("proofs.json", "not-in-ledger", `Entry ${seq} is not proven to be in the ledger that was signed: the entry or its proof was changed.`, `proofs[${i}]`);
	}
}
function readProofs(text) {
	const value = parseCanonical(text.slice(0, -1));
	if (!text.endsWith("\n") || !Number.isSafeInteger(value?.size) || !Array.isArray(value?.proofs)) return void 0;
	const proofs = value.proofs.map((proof) => ({
		seq: Number.isSafeInteger(proof?.seq) ? Number(proof?.seq) : 0,
		hashes: Array.isArray(proof?.hashes) ? proof.hashes.map((hash) => Buffer.from(String(hash), "base64").toString("base64")) : []
	}));
	return canonicalForm({
		size: value.size,
		proofs
	}) === text.slice(0, -1) ? {
		size: Number(value.size),
		proofs
	} : void 0;
}
/** The text of UTF-8 bytes, or undefined where they are not UTF-8 or begin with a byte order mark. */
function exactText(bytes) {
	const text = bytes.toString("utf8");
	return Buffer.from(text).equals(bytes) ? text : void 0;
}

// src-main/core/records/record-report-text.ts
/** A report in lines for people: the answer first, then every problem. Never plain "ok" where nobody said whose key it should be. */
function recordReportText({ intact, ok, signedBy, problems }) {
	const found = problems.map(({ file, path, message }) => `  ${file}${path === void 0 ? "" : ` (${path})`}: ${message}`);
	if (ok) return [`intact, signed by the key you gave: ${signedBy}`];
	if (intact && problems.length > 0) return ["intact, but NOT signed by the key you gave:", ...found];
	if (intact) return [`intact, signed by a key you have not confirmed: ${signedBy}`, "Compare this fingerprint with one you got from the operator by another way, or check again with --key FINGERPRINT."];
	return [`NOT intact: ${problems.length === 1 ? "1 problem" : `${problems.length} problems`}`, ...found];
}

// resources/checker/check-main.ts
const usage = `Checks a record of an erasure made by Lethe.

  node check.mjs RECORD.zip [--key FINGERPRINT]

FINGERPRINT is the SHA-256 of the operator's public key (64 hexadecimal digits), which you got from the operator by another way.
Exit code: 0 intact and not signed by another key than the one given; 1 not; 2 wrong usage, or a file that is no ZIP.`;
function run(args) {
	const keyAt = args.indexOf("--key");
	const key = keyAt === -1 ? void 0 : args[keyAt + 1];
	const files = keyAt === -1 ? args : [...args.slice(0, keyAt), ...args.slice(keyAt + 2)];
	const file = files[0];
	if (files.length !== 1 || file === void 0 || file.startsWith("--") || keyAt !== -1 && !/^[0-9a-f]{64}$/i.test(key?.replaceAll(/[\s:]/g, "") ?? "")) {
		console.error(usage);
		return args.length === 1 && args[0] === "--help" ? 0 : 2;
	}
	let bytes;
	try {
		bytes = readFileSync(file);
	} catch {
		console.error(`${file} cannot be read.`);
		return 2;
	}
	const report = checkRecord(bytes, key);
	for (const line of recordReportText(report)) console.log(line);
	if (report.problems.some(({ code }) => code === "not-a-zip")) return 2;
	return report.problems.length === 0 ? 0 : 1;
}
process.exitCode = run(process.argv.slice(2));

export {  };