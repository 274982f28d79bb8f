#!/usr/bin/env node
// The checker of Lethe's records. It needs Node.js 18 or newer and nothing else, reads one file, and writes none.
// Made from src-main/core/records/check-record.ts and the files it imports by resources/checker/build.mjs; not to be edited.

import { readFileSync } from "node:fs";
import * as crypto from "node:crypto";
import { createHash, createPublicKey, verify } from "node:crypto";
import * as zlib from "node:zlib";

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
	for (const name in value) {
		const member = value[name];
		if (name < previous || typeof member === "object" && !isSorted(member)) return false;
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
* Checkpoints as C2SP tlog-checkpoint: a signed note (c2sp.org/signed-note) with one Ed25519 signature, or two where one
* key takes the place of another. Nothing but node:crypto, because the checker inside every record is built from this file.
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
const mostSignatures = 2;
/** Reads a checkpoint in its one exact form, three lines and one or two signatures by keys of the origin's name; throws CheckpointError. */
function parseCheckpoint(note) {
	const lines = note.split("\n");
	const signatureLines = lines.slice(4, -1);
	if (signatureLines.length < 1 || signatureLines.includes("") || signatureLines.length > mostSignatures || lines[3] !== "" || lines.at(-1) !== "") throw new CheckpointError("not-a-note", "A checkpoint has three lines, an empty line and one signature line, or two, each ended by a newline.");
	const [origin, sizeText, rootText] = lines;
	if (!originForm.test(origin)) throw new CheckpointError("bad-origin", "The first line of a checkpoint names a ledger, such as lethe-ledger/ws-4f0c9b7a21d3.");
	const size = Number(sizeText);
	if (!/^(0|[1-9][0-9]{0,15})$/.test(sizeText) || !Number.isSafeInteger(size)) throw new CheckpointError("bad-size", "The second line of a checkpoint is the number of entries in decimal.");
	const root = exactBase64(rootText, 32);
	if (root === void 0) throw new CheckpointError("bad-root", "The third line of a checkpoint is a root of 32 bytes in base64.");
	const signatures = signatureLines.map((line) => readSignature(line, origin));
	if (signatures.some(({ keyHash: hash }, i) => signatures.slice(0, i).some((other) => other.keyHash.equals(hash)))) throw new CheckpointError("bad-signature-line", "The signatures of a checkpoint are by different keys.");
	return {
		origin,
		size,
		root,
		text: `${origin}\n${sizeText}\n${rootText}\n`,
		signatures
	};
}
function readSignature(line, origin) {
	const prefix = `\u2014 ${origin} `;
	const signed = line.startsWith(prefix) ? exactBase64(line.slice(prefix.length), 68) : void 0;
	if (signed === void 0) throw new CheckpointError("bad-signature-line", "The last line of a checkpoint is a dash, the name in its first line, and 68 bytes in base64.");
	return {
		keyHash: signed.subarray(0, 4),
		signature: signed.subarray(4)
	};
}
/** Makes the check of signatures by one key: of a parsed checkpoint it says what is wrong, or undefined. */
function checkpointVerifier(publicKey) {
	const rawKey = rawPublicKey(publicKey);
	return ({ origin, text, signatures }) => {
		const hash = keyHash(origin, rawKey);
		const own = signatures.find(({ keyHash: found }) => found.equals(hash));
		if (own === void 0) return "other-key";
		return verify(null, Buffer.from(text), publicKey, own.signature) ? void 0 : "bad-signature";
	};
}
/** Reads a checkpoint and verifies this key's signature; throws CheckpointError. */
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
const digestText$1 = typeof crypto.hash === "function" ? (bytes, form) => crypto.hash("sha256", bytes, form) : (bytes, form) => crypto.createHash("sha256").update(bytes).digest(form);
const digest = (bytes) => Buffer.from(digestText$1(bytes, "binary"), "binary");
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
/** Bounds of what a reader takes on: a record is some 250 kB. */
const mostBytes = 67108864;
const mostFiles = 64;
/** Plain names only: no folders, no "..", nothing that is hidden or that Windows would read otherwise. */
const nameForm = /^[A-Za-z0-9][A-Za-z0-9._-]{0,62}[A-Za-z0-9]$/;
const crcTable = Uint32Array.from({ length: 256 }, (_, n) => {
	let c = n;
	for (let k = 0; k < 8; k += 1) c = (c & 1) === 1 ? 3988292384 ^ c >>> 1 : c >>> 1;
	return c;
});
/** CRC-32 as ZIP uses it: finds accidents, not attacks. Node's own (from 22.2 on) is ten times faster. */
const crc32 = typeof zlib.crc32 === "function" ? (bytes) => zlib.crc32(bytes) : crc32InTable;
function crc32InTable(bytes) {
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
const fault$1 = (code, message) => ({
	files: void 0,
	problem: {
		code,
		message
	}
});
/** Takes a ZIP apart, within bounds, and says whether it is the canonical one of its files. Nothing is written anywhere. */
function readCanonicalZip(bytes) {
	if (!looksLikeZip(bytes)) return fault$1("not-a-zip", "This is not a ZIP file.");
	if (bytes.length > mostBytes) return fault$1("zip-too-large", `The ZIP is larger than any record: more than ${mostBytes / 1024 / 1024} MiB.`);
	const endAt = bytes.length - endSize;
	if (endAt < 0 || bytes.readUInt32LE(endAt) !== signature.end || bytes.readUInt16LE(endAt + 20) !== 0) return fault$1("zip-damaged", "The ZIP does not end as it should: it was cut off, or something was added behind its end.");
	const count = bytes.readUInt16LE(endAt + 10);
	const directoryAt = bytes.readUInt32LE(endAt + 16);
	if (count > mostFiles) return fault$1("zip-too-large", `The ZIP holds more files than any record: ${count}.`);
	if (directoryAt + bytes.readUInt32LE(endAt + 12) !== endAt) return fault$1("zip-damaged", "The list of files in the ZIP is not where its end says.");
	const files = /* @__PURE__ */ new Map();
	const seen = /* @__PURE__ */ new Set();
	let problem;
	let contentBytes = 0;
	let at = directoryAt;
	for (let i = 0; i < count; i += 1) {
		if (at + centralSize > endAt || bytes.readUInt32LE(at) !== signature.central) return fault$1("zip-damaged", "The list of files in the ZIP is damaged.");
		const nameLength = bytes.readUInt16LE(at + 28);
		const nextAt = at + centralSize + nameLength + bytes.readUInt16LE(at + 30) + bytes.readUInt16LE(at + 32);
		if (nextAt > endAt) return fault$1("zip-damaged", "The list of files in the ZIP is damaged.");
		const name = bytes.toString("latin1", at + centralSize, at + centralSize + nameLength);
		if (!nameForm.test(name)) return fault$1("zip-unsafe-name", "The ZIP holds a file whose name a record never has, such as one that would be unpacked into another folder.");
		if (seen.has(name.toLowerCase())) return fault$1("zip-duplicate", `The ZIP holds two files named ${name}: programs would not agree which one is meant.`);
		seen.add(name.toLowerCase());
		if (bytes.readUInt16LE(at + 10) !== 0) return fault$1("zip-compressed", "The ZIP is compressed: it was packed anew by another program. Ask for the file as it was exported.");
		const size = bytes.readUInt32LE(at + 24);
		const localAt = bytes.readUInt32LE(at + 42);
		if (localAt + localSize > directoryAt || bytes.readUInt32LE(localAt) !== signature.local) return fault$1("zip-damaged", `The ZIP is damaged at the file ${name}.`);
		const contentAt = localAt + localSize + bytes.readUInt16LE(localAt + 26) + bytes.readUInt16LE(localAt + 28);
		if (contentAt + size > directoryAt) return fault$1("zip-damaged", `The ZIP is damaged at the file ${name}.`);
		contentBytes += size;
		if (contentBytes > directoryAt) return fault$1("zip-damaged", "Files in the ZIP lie on top of each other: it names the same bytes more than once.");
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

// src-main/contract/datasets-of.ts
/** The datasets an outcome is about, whatever version stated it. */
const datasetsOf = ({ data: { datasets, dataset, matched, erased } }) => datasets ?? [{
	dataset: dataset ?? "",
	matched,
	erased,
	kept: []
}];

// src-main/core/records/bom.ts
/**
* bom.cdx.json: the software the erasure was carried out with, and a card for each model, in CycloneDX 1.6 (ECMA-424). All of it but
* the packages comes from the statement; no digest of data or of a model is in it, and nothing about anybody.
*/
const writeBom = (statement, statementDigest, packages) => `${canonicalForm(bomOf(statement, statementDigest, packages))}\n`;
function bomOf({ predicate: { outcome } }, statementDigest, packages) {
	const { product, request, machine, models } = outcome;
	const libraries = packages.map(({ name, version }) => ({
		type: "library",
		"bom-ref": `package:${name}`,
		name,
		version,
		purl: packageUrl(name, version)
	}));
	const runtime = [
		component("platform", "runtime", machine.runtime),
		component("platform", "engine", machine.engine),
		{
			type: "operating-system",
			"bom-ref": "system",
			name: machine.platform
		}
	];
	return {
		bomFormat: "CycloneDX",
		specVersion: "1.6",
		serialNumber: `urn:uuid:${uuidOf(statementDigest)}`,
		version: 1,
		metadata: {
			timestamp: request.completedAt,
			component: {
				type: "application",
				"bom-ref": "lethe",
				name: product.name,
				version: product.version,
				licenses: [{ license: { id: "Apache-2.0" } }]
			},
			properties: propertiesOf({
				request: request.id,
				statement: statementDigest
			})
		},
		components: [
			...runtime,
			...libraries,
			...models.map((model) => modelCard(model, datasetsOf(outcome).map(({ dataset }) => dataset).join(", ")))
		],
		dependencies: [{
			ref: "lethe",
			dependsOn: [...runtime, ...libraries].map((part) => part["bom-ref"]).sort()
		}]
	};
}
const propertiesOf = (values) => Object.entries(values).map(([name, value]) => ({
	name: `lethe:${name}`,
	value
}));
/** Of "node 24.21.0". */
function component(type, ref, text) {
	const [name = "", ...version] = text.split(" ");
	return {
		type,
		"bom-ref": ref,
		name,
		...version.length === 0 ? {} : { version: version.join(" ") }
	};
}
const packageUrl = (name, version) => `pkg:npm/${name.replace("@", "%40")}@${version}`;
/** A UUID of version 8 (RFC 9562 section 5.8), whose bits are those of a digest: the same record always has the same. */
function uuidOf(hex) {
	const variant = (Number.parseInt(hex[16], 16) & 3 | 8).toString(16);
	return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
function modelCard(model, dataset) {
	const { unlearned, retrained, settings: { task } } = model;
	const settings = Object.fromEntries(Object.entries(model.settings).sort(([a], [b]) => a < b ? -1 : 1).map(([name, value]) => [`setting:${name}`, String(value)]));
	return {
		type: "machine-learning-model",
		"bom-ref": `model:${model.model}`,
		name: model.model,
		version: String(model.version),
		modelCard: {
			modelParameters: {
				approach: { type: "supervised" },
				...task === void 0 ? {} : { task: String(task) },
				modelArchitecture: model.learner,
				datasets: [{
					type: "dataset",
					name: dataset
				}]
			},
			quantitativeAnalysis: { performanceMetrics: [...metricsOf(unlearned, "unlearned"), ...metricsOf(retrained, "retrained")] }
		},
		properties: propertiesOf({
			method: model.method,
			"method-asked": model.methodAsked,
			guarantee: model.guarantee,
			boundary: String(model.boundary),
			"rows-train": String(model.rows.train),
			"rows-test": String(model.rows.test),
			"commitment-before": model.commitmentBefore,
			"commitment-after": model.commitmentAfter ?? "none: the model is gone",
			...retrained === null ? {} : {
				"same-bits-as-retrained": String(retrained.sameBits),
				...retrained.distance === null ? {} : { "distance-to-retrained": String(retrained.distance) }
			},
			...settings
		})
	};
}
/** The numbers in full, as JSON writes them; what was not measured is left out. */
function metricsOf(side, name) {
	if (side === null) return [];
	const { accuracy, baseline, logLoss, auc, rows, regression } = side.unseen;
	const metrics = {
		accuracy,
		"accuracy of always giving the more frequent answer": baseline,
		"logarithmic loss": logLoss,
		"area under the curve": auc,
		...regression === void 0 ? {} : {
			"coefficient of determination (R²)": regression.r2,
			"root mean square error": regression.rmse,
			"mean absolute error": regression.mae
		},
		"time to compute, ms": side.computeMs,
		"processor time, ms": side.cpuMs
	};
	return Object.entries(metrics).filter(([, value]) => value !== null).map(([type, value]) => ({
		type,
		value: String(value),
		slice: `${name}${type.includes(", ms") ? "" : `, ${rows} unseen rows`}`
	}));
}
const packageName = /^(?:@[a-z0-9._-]+\/)?[a-z0-9._-]{1,100}$/;
const packageVersion = /^[0-9A-Za-z.+-]{1,60}$/;
/** The packages a list names. */
function packagesIn(text) {
	const value = text.endsWith("\n") ? parseCanonical(text.slice(0, -1)) : void 0;
	if (!Array.isArray(value?.components)) return [];
	return value.components.filter((part) => part?.type === "library").map((part) => ({
		name: String(part?.name),
		version: String(part?.version)
	}));
}
/** Every value of a list as it is written, and of the one a statement gives, in the order of the names. */
const textsInBom = (text) => valuesIn(parseCanonical(text.slice(0, -1)));
const textsOfBom = (statement, statementDigest, packages) => valuesIn(bomOf(statement, statementDigest, packages));
function valuesIn(value) {
	if (Array.isArray(value)) return value.flatMap(valuesIn);
	if (typeof value !== "object" || value === null) return [String(value)];
	const members = value;
	return Object.keys(members).sort().flatMap((name) => valuesIn(members[name]));
}
/** True where these bytes are what this statement gives, with whichever packages they name. */
function isBomOf(text, statement, statementDigest) {
	const packages = packagesIn(text);
	return packages.every(({ name, version }) => packageName.test(name) && packageVersion.test(version)) && writeBom(statement, statementDigest, packages) === text;
}

// src-main/core/records/changed-members.ts
/** Each member is tried by telling of the statement anew; a forged statement with more of them is not. */
const mostMembers = 1500;
/**
* Which members of a statement were changed, told by retellings that were not. A member is one of them where everything that changes
* with it is told otherwise; the digest of the statement, which stands in every retelling, is left aside. Empty where that cannot be
* told: lists grew or shrank, or the change is smaller than what is told of it.
*/
function changedMembers(statement, digest, witnesses) {
	const told = witnesses.map((witness) => witness.told);
	const tell = (said, itsDigest) => witnesses.map(({ retelling }) => retelling(said, itsDigest));
	const given = tell(statement, digest);
	const ofDigest = tell(statement, otherText(digest));
	const differing = given.map((texts, k) => texts.length === told[k].length ? spansOf(texts, told[k], (text, i) => text === ofDigest[k][i]) : void 0);
	if (differing.every((spans) => spans === void 0 || spans.size === 0)) return [];
	const paths = pathsOf(statement.predicate);
	if (paths.length > mostMembers) return [];
	const isToldOtherwise = (changes) => changes.every((spans, k) => differing[k] === void 0 || [...spans].every(([i, span]) => overlaps(span, differing[k].get(i))));
	return paths.flatMap((path) => {
		const differences = firstOf(changesWith(path, statement, (other) => tell(other, digest), given), isToldOtherwise)?.map((spans, k) => differing[k] === void 0 ? void 0 : shortest([...spans.keys()].map((i) => ({
			told: told[k][i],
			given: given[k][i]
		}))));
		return differences?.some((difference) => difference !== void 0) === true ? [{
			path: pathText(path),
			differences
		}] : [];
	});
}
function firstOf(all, fits) {
	for (const one of all) if (fits(one)) return one;
}
const shortest = (all) => all.reduce((best, one) => best === void 0 || one.given.length < best.given.length ? one : best, void 0);
function spanOf(text, other) {
	let from = 0;
	while (from < text.length && text[from] === other[from]) from += 1;
	let left = 0;
	while (left < text.length - from && left < other.length - from && text[text.length - 1 - left] === other[other.length - 1 - left]) left += 1;
	return {
		from,
		to: text.length - left
	};
}
const overlaps = (a, b) => b !== void 0 && a.from <= b.to && b.from <= a.to;
/** Where two lists of one length differ. */
function spansOf(texts, others, counts = () => true) {
	const found = /* @__PURE__ */ new Map();
	for (const [i, text] of texts.entries()) if (text !== others[i] && counts(text, i)) found.set(i, spanOf(text, others[i]));
	return found;
}
/** The same for each other value that is tried. Not where it changes how many texts there are, nor where it may not be otherwise. */
function* changesWith(path, statement, tell, given) {
	for (const other of othersThan(valueAt(statement.predicate, path))) try {
		const others = tell({
			...statement,
			predicate: withOther(statement.predicate, path, other)
		});
		const changes = given.map((texts, k) => spansOf(texts, others[k]));
		if (others.every((texts, k) => texts.length === given[k].length) && changes.some((spans) => spans.size > 0)) yield changes;
	} catch {}
}
function pathsOf(value, path = []) {
	if (value === null) return [];
	if (typeof value !== "object") return [path];
	return Object.entries(value).flatMap(([name, member]) => pathsOf(member, [...path, Array.isArray(value) ? Number(name) : name]));
}
const pathText = (path) => path.reduce((text, part) => typeof part === "number" ? `${text}[${part}]` : `${text}.${part}`, "predicate");
const valueAt = (value, path) => path.reduce((of, part) => of[part], value);
function withOther(value, [part, ...rest], other) {
	if (part === void 0) return other;
	if (Array.isArray(value)) return value.map((item, i) => i === part ? withOther(item, rest, other) : item);
	const members = value;
	return {
		...members,
		[part]: withOther(members[part], rest, other)
	};
}
/** Of a text, of which a part may be told by itself, also other beginnings and ends; of a number also one that is the same once rounded. */
function othersThan(value) {
	if (typeof value === "number") return Number.isSafeInteger(value) ? [value + 2] : [value * 1.5, value * (1 + 2 ** -51)];
	if (typeof value === "boolean") return [!value];
	const text = String(value);
	return [
		otherText(text),
		text.slice(0, -1) + otherText(text.slice(-1)),
		otherText(text.slice(0, 1)) + text.slice(1)
	];
}
/** Another text of the same form: a day stays a day, a digest a digest. */
const otherText = (text) => /^\d{4}-\d\d-\d\d/.test(text) ? text.replace(/^\d(\d{3})-\d\d-\d\d/, (_, year) => `3${year}-${text.slice(5, 7) === "05" ? "06" : "05"}-${text.slice(8, 10) === "15" ? "16" : "15"}`) : text.replaceAll(/[0-9A-Za-z]/g, (letter) => letter === "1" ? "2" : /\d/.test(letter) ? "1" : letter === "b" ? "c" : "b");

// src-main/core/records/pdf-objects.ts
/**
* Reads the objects of a PDF as far as a record's PDF uses them (ISO 32000-1, 7.2, 7.3 and 7.5): one revision, a plain table of
* references, nothing compressed or encrypted. What goes beyond that throws a PdfFault: it is not what Lethe writes.
*/
var PdfFault = class extends Error {};
const fault = (what) => {
	throw new PdfFault(what);
};
const isDict = (value) => value instanceof Map;
const isName = (value, name) => typeof value === "object" && value !== null && "name" in value && value.name === name;
const isRef = (value) => typeof value === "object" && value !== null && "ref" in value;
/** Opens a PDF; its bytes are taken as Latin-1, one character each. */
function openPdf(bytes) {
	const text = bytes.toString("latin1");
	const end = /\nstartxref\n(\d{1,9})\n%%EOF\n$/.exec(text) ?? fault("its end");
	const table = /^xref\n0 (\d{1,6})\n/.exec(text.slice(Number(end[1]), Number(end[1]) + 40)) ?? fault("its table of objects");
	const count = Number(table[1]);
	const first = Number(end[1]) + table[0].length;
	const at = (n) => Number(/^(\d{10}) (?:00000 n|65535 f) \n/.exec(text.slice(first + 20 * n, first + 20 * n + 20))?.[1] ?? fault("its table of objects"));
	const offsets = Array.from({ length: count }, (_, n) => at(n));
	const trailerAt = first + 20 * count;
	if (!text.startsWith("trailer\n", trailerAt)) fault("its trailer");
	const trailer = readObject(text, trailerAt + 8).value;
	if (!isDict(trailer) || trailer.has("Prev") || trailer.has("Encrypt")) return fault("its trailer");
	const object = (n) => {
		const start = offsets[n] ?? fault("an object that is not there");
		const head = `${n} 0 obj\n`;
		if (n === 0 || !text.startsWith(head, start)) fault(`object ${n}`);
		return readObject(text, start + head.length);
	};
	return {
		trailer,
		resolve: (value) => isRef(value) ? object(value.ref).value : value,
		stream(value) {
			if (!isRef(value)) return fault("a stream");
			const { value: dict, next } = object(value.ref);
			const length = isDict(dict) && !dict.has("Filter") ? dict.get("Length") : void 0;
			const start = text.startsWith("\nstream\n", next) ? next + 8 : fault("a stream");
			if (typeof length !== "number" || !text.startsWith("\nendstream\nendobj\n", start + length)) return fault("a stream");
			return text.slice(start, start + length);
		}
	};
}
/** Nothing a record holds is nested deeper. */
const mostDepth = 20;
function readObject(text, from, depth = 0) {
	if (depth > mostDepth) fault("an object nested too deeply");
	const at = skipSpace(text, from);
	if (text.startsWith("<<", at)) return readDict(text, at + 2, depth);
	if (text[at] === "[") return readArray(text, at + 1, depth);
	if (text[at] === "(") return readLiteral(text, at + 1);
	const [whole = "", name, hex, ref, number, word] = token(text, at) ?? fault("an object");
	const next = at + whole.length;
	if (name !== void 0) return {
		value: { name },
		next
	};
	if (hex !== void 0) return {
		value: Buffer.from(hex, "hex").toString("latin1"),
		next
	};
	if (ref !== void 0) return {
		value: { ref: Number(ref) },
		next
	};
	if (number !== void 0) return {
		value: Number(number),
		next
	};
	return {
		value: word === "null" ? null : word === "true",
		next
	};
}
const tokenForm = /\/([A-Za-z0-9+._-]{1,127})|<([0-9a-fA-F]*)>|(\d{1,7}) 0 R(?![A-Za-z])|(-?\d{0,12}(?:\.\d{1,20})?(?:e-\d{1,3})?)(?=[\s\]>/[(<]|$)|(true|false|null)/y;
function token(text, at) {
	tokenForm.lastIndex = at;
	const found = tokenForm.exec(text);
	return found === null || found[0] === "" ? void 0 : found;
}
function skipSpace(text, from) {
	let at = from;
	while (text[at] === " " || text[at] === "\n") at += 1;
	return at;
}
function readDict(text, from, depth) {
	const value = /* @__PURE__ */ new Map();
	let at = skipSpace(text, from);
	while (!text.startsWith(">>", at)) {
		const key = readObject(text, at, depth + 1);
		if (typeof key.value !== "object" || key.value === null || !("name" in key.value) || value.has(key.value.name)) return fault("a dictionary");
		const member = readObject(text, key.next, depth + 1);
		value.set(key.value.name, member.value);
		at = skipSpace(text, member.next);
	}
	return {
		value,
		next: at + 2
	};
}
function readArray(text, from, depth) {
	const value = [];
	let at = skipSpace(text, from);
	while (text[at] !== "]") {
		const item = readObject(text, at, depth + 1);
		value.push(item.value);
		at = skipSpace(text, item.next);
	}
	return {
		value,
		next: at + 1
	};
}
const escapes = {
	n: "\n",
	r: "\r",
	t: "	",
	b: "\b",
	f: "\f",
	"\\": "\\",
	"(": "(",
	")": ")"
};
function readLiteral(text, from) {
	let value = "";
	for (let at = from; at < text.length; at += 1) {
		const letter = text[at];
		if (letter === ")") return {
			value,
			next: at + 1
		};
		if (letter === "(") return fault("a text");
		if (letter === "\\") {
			at += 1;
			value += escapes[text[at] ?? ""] ?? fault("a text");
		} else value += letter;
	}
	return fault("a text");
}

// src-main/core/records/read-pdf-text.ts
/** Nothing that could show other words than the pages' own, or run: annotations, forms, scripts, layers, pictures. */
const catalogMembers = [
	"Type",
	"Pages",
	"Names",
	"Lang",
	"ViewerPreferences",
	"MarkInfo",
	"StructTreeRoot",
	"Metadata"
];
const pageMembers = [
	"Type",
	"Parent",
	"MediaBox",
	"CropBox",
	"Contents",
	"Resources",
	"StructParents",
	"Tabs",
	"UserUnit"
];
const resourceMembers = [
	"ProcSet",
	"Font",
	"ColorSpace"
];
/** A record has a few pages and some hundred elements. */
const mostPages = 200;
const mostElements = 2e4;
/** Reads the words of a record's PDF in the order they are drawn; throws a PdfFault where it holds anything else than Lethe writes. */
function readPdfText(bytes) {
	const file = openPdf(bytes);
	const catalog = dictOf(file, file.trailer.get("Root"), catalogMembers);
	const kids = dictOf(file, catalog.get("Pages"), [
		"Type",
		"Count",
		"Kids"
	]).get("Kids");
	if (!Array.isArray(kids) || kids.length === 0 || kids.length > mostPages) throw new PdfFault("its pages");
	const names = dictOf(file, catalog.get("Names"), ["Dests"]);
	if (JSON.stringify([...dictOf(file, names.get("Dests") ?? null)]) !== "[[\"Names\",[]]]") throw new PdfFault("its names");
	return {
		pages: kids.length,
		texts: kids.flatMap((page, i) => pageTexts(file, page, i + 1)),
		alternatives: alternativesIn(file, catalog.get("StructTreeRoot"))
	};
}
function dictOf(file, value, members) {
	const dict = file.resolve(value);
	if (!isDict(dict)) throw new PdfFault("a dictionary");
	const strange = members === void 0 ? void 0 : [...dict.keys()].find((name) => !members.includes(name));
	if (strange !== void 0) throw new PdfFault(`"${strange}"`);
	return dict;
}
/** Operators of ISO 32000-1 Annex A that draw lines and fill shapes, and so cannot show a text. */
const plainOperators = /* @__PURE__ */ new Set([
	"q",
	"Q",
	"cm",
	"w",
	"m",
	"l",
	"re",
	"h",
	"S",
	"f",
	"B",
	"W",
	"n",
	"cs",
	"CS",
	"sc",
	"SC",
	"scn",
	"SCN",
	"rg",
	"RG",
	"g",
	"G",
	"d"
]);
function pageTexts(file, value, page) {
	const dict = dictOf(file, value, pageMembers);
	const resources = dictOf(file, dict.get("Resources"), resourceMembers);
	const fonts = new Map([...dictOf(file, resources.get("Font") ?? null)].map(([name, font]) => [name, lettersOf(file, font)]));
	const texts = [];
	let open;
	let letters;
	for (const [operands, operator] of operations(file.stream(dict.get("Contents")))) switch (operator) {
		case "BDC":
		case "BMC": {
			if (open !== void 0) throw new PdfFault("content within content");
			const role = /^\/([A-Za-z0-9]+) /.exec(operands)?.[1] ?? "";
			open = {
				role,
				artifact: role === "Artifact",
				text: ""
			};
			break;
		}
		case "EMC":
			if (open === void 0) throw new PdfFault("the end of a content");
			if (!open.artifact || open.text !== "") texts.push({
				page,
				...open
			});
			open = void 0;
			break;
		case "Tf":
			letters = fonts.get(/^\/(\S+) /.exec(operands)?.[1] ?? "");
			break;
		case "TJ":
			if (open === void 0 || letters === void 0) throw new PdfFault("a text without a place");
			open.text += shown(operands, letters);
			break;
		case "BT":
		case "ET":
		case "Tm": break;
		default: if (!plainOperators.has(operator)) throw new PdfFault(`the operator "${operator}"`);
	}
	if (open !== void 0) throw new PdfFault("the end of a content");
	return texts;
}
/** One operation a line, but for the dictionary that a marked content may begin with. */
function* operations(content) {
	const form = /(?:(\/[A-Za-z0-9]+ )<<\n(?:\/(?:MCID \d+|Type \/(?:Layout|Pagination))\n)+>> |([^\n]*?))([A-Za-z*'"]+)\n/y;
	while (form.lastIndex < content.length) {
		const [, marked, operands, operator] = form.exec(content) ?? [];
		if (operator === void 0) throw new PdfFault("the content of a page");
		yield [marked ?? operands ?? "", operator];
	}
}
/** The letters of `[<0001> 5 <00020003> 0] TJ`. */
function shown(operands, letters) {
	const inside = /^\[((?:<(?:[0-9a-f]{4})*>|[-0-9.e ])*)\] $/.exec(operands)?.[1];
	if (inside === void 0) throw new PdfFault("a text");
	return [...inside.matchAll(/<([0-9a-f]*)>/g)].flatMap(([, hex = ""]) => hex.match(/.{4}/g) ?? []).map((glyph) => {
		const letter = letters.get(Number.parseInt(glyph, 16));
		if (letter === void 0) throw new PdfFault("a letter without a meaning");
		return letter;
	}).join("");
}
/** Which letters the glyphs of a font stand for (ISO 32000-1, 9.10.3). */
function lettersOf(file, font) {
	const dict = dictOf(file, font);
	if (!isName(dict.get("Encoding"), "Identity-H")) throw new PdfFault("a font");
	const letters = /* @__PURE__ */ new Map();
	for (const [, first = "", , list = ""] of file.stream(dict.get("ToUnicode")).matchAll(/^<([0-9a-f]{4})> <([0-9a-f]{4})> \[([<>0-9a-f ]*)\]$/gm)) for (const [i, [, hex = ""]] of [...list.matchAll(/<([0-9a-f ]*)>/g)].entries()) letters.set(Number.parseInt(first, 16) + i, Buffer.from(hex.replaceAll(" ", ""), "hex").swap16().toString("utf16le"));
	return letters;
}
function alternativesIn(file, root) {
	const found = [];
	let elements = 0;
	const visit = (value) => {
		const element = file.resolve(value);
		if (!isDict(element)) return;
		elements += 1;
		if (elements > mostElements || element.has("ActualText") || element.has("E")) throw new PdfFault("an element of its structure");
		const alt = element.get("Alt");
		if (typeof alt === "string") found.push(readable(alt));
		const kids = element.get("K") ?? [];
		for (const kid of Array.isArray(kids) ? kids : [kids]) if (typeof kid === "object") visit(kid);
	};
	visit(root ?? null);
	return found;
}
/** A text of the document's own, in UTF-16 where it begins with its mark. */
const readable = (text) => text.startsWith("þÿ") ? Buffer.from(text.slice(2), "latin1").swap16().toString("utf16le") : text;

// src-main/core/records/record-document.ts
const pageText = (page, pages) => `page ${page} of ${pages}`;
/** The words of a block in the order they are read. */
function wordsOf(block) {
	switch (block.kind) {
		case "list": return block.items.flatMap((item) => ["•", item]);
		case "facts": return block.rows.flatMap(({ name, value }) => [name, value]);
		case "table": return [...block.head, ...block.rows.flat()];
		case "chart": return [
			block.chart.title,
			block.chart.note,
			...block.chart.bars.flatMap(({ name, text }) => [name, text])
		];
		default: return [block.text];
	}
}
const bullet = "•";

// src-main/core/records/drawable-text.ts
/** Letters the fonts of the record have: Latin with its extensions, Greek, and the marks of European texts. */
const drawable = /^[ -~\u00a0-\u017f\u0192\u0218-\u021b\u0384-\u038a\u038c\u038e-\u03a1\u03a3-\u03ce\u2013\u2014\u2018-\u201a\u201c-\u201e\u2022\u2026\u20ac\u2122]*$/u;
/** What stands for a text in a script the record's fonts do not have: it is in the statement, and nothing is shown that is not it. */
const notDrawable = "(in letters this page cannot show; record.dsse.json has it)";
/** Longer than anything the product lets anybody write; no page has room for more. */
const mostLetters = 1500;
/** A text of the statement as the PDF can draw it. */
function drawn(text) {
	const plain = text.slice(0, mostLetters).normalize("NFC").replaceAll(/\s+/g, " ").trim();
	return drawable.test(plain) ? plain.replaceAll(/[\u00a0\u00ad]/g, " ").replaceAll(/ +/g, " ") : notDrawable;
}
/** The same of a text that need not be there. */
const drawnName = (text) => text === void 0 || text.trim() === "" ? void 0 : drawn(text);

// src-main/contract/stated-measures.ts
/** Unseen rows below which no measure is stated: the error of a number predicted for one row gives that row away. In a file without a package, as the checker in every record has it. */
const leastMeasuredRows = 10;
/** True of measures that are not stated because there are too few rows. Before version 3 of the predicate they were stated. */
const isTooFew = ({ rows, accuracy, logLoss, regression }) => rows > 0 && rows < 10 && accuracy === null && logLoss === null && regression === void 0;

// src-main/contract/task-of-outcome.ts
/** What an erased model predicts: its settings name it, but where it is one of two classes. In a file without a package, as the checker in every record has it. */
function taskOfOutcome({ settings: { task }, unlearned }) {
	return task === "regression" || unlearned?.unseen.regression !== void 0 ? "regression" : task === "multiclass" ? task : "binary";
}

// src-main/core/records/number-text.ts
/** Numbers and days as the record's PDF writes them. By hand and not by Intl, whose words differ between versions of the same engine. */
/** 1,048,576 */
function countText(n) {
	return String(n).replaceAll(/\B(?=(\d{3})+(?!\d))/g, ",");
}
/** "1 row", "12 rows". */
const amountText = (n, one, many) => `${countText(n)} ${n === 1 ? one : many}`;
/** 76.50 % */
const shareText = (share) => `${(share * 100).toFixed(2)} %`;
/** Three significant figures, in the unit that suits: 0.600 ms, 12.3 ms, 5.91 s, 17.2 min. */
function durationText(ms) {
	if (ms < 999.5) return `${figures(ms)} ms`;
	if (ms < 119500) return `${figures(ms / 1e3)} s`;
	return `${figures(ms / 6e4)} min`;
}
/** 0.451, 3.59 × 10^-9: three significant figures, without an exponent where the number is easily read. */
function measureText(value) {
	if (value === 0) return "0";
	const size = Math.abs(value);
	if (size >= .001 && size < 1e5) return figures(value);
	const [digits = "", exponent = ""] = value.toExponential(2).split("e");
	return `${digits} × 10^${exponent.replace("+", "")}`;
}
function figures(value) {
	if (Math.abs(value) >= 999.5) return countText(Math.round(value));
	return value.toPrecision(3).includes("e") ? value.toFixed(3) : value.toPrecision(3);
}
/** A setting of a model, as exact as the statement has it. */
const settingText = (value) => typeof value === "boolean" ? value ? "yes" : "no" : String(value);
const months = [
	"January",
	"February",
	"March",
	"April",
	"May",
	"June",
	"July",
	"August",
	"September",
	"October",
	"November",
	"December"
];
/** 9 December 2026, of a day such as 2026-12-09 or of a time; a text of another form is given back. */
function dayText(day) {
	const [, year, month, date] = /^(\d{4})-(\d\d)-(\d\d)/.exec(day) ?? [];
	const name = months[Number(month) - 1];
	return name === void 0 ? day : `${Number(date)} ${name} ${year}`;
}
/** 24 November 2026, 10:00:08 UTC */
function timeText(instant) {
	const clock = /T(\d\d:\d\d:\d\d)/.exec(instant)?.[1];
	return clock === void 0 ? dayText(instant) : `${dayText(instant)}, ${clock} UTC`;
}
/** A digest in groups of eight digits. */
const digestText = (hex) => hex.match(/.{1,8}/g)?.join(" ") ?? "";

// src-main/core/records/score-words.ts
const accuracy = {
	name: "Accuracy on unseen rows",
	of: (unseen) => unseen.accuracy,
	write: shareText
};
const logLoss = {
	name: "Loss (logarithmic)",
	of: (unseen) => unseen.logLoss,
	write: measureText
};
/** The scores that a model of each task has, in the order a table lists them. */
const scores = {
	binary: [
		accuracy,
		{
			name: "Accuracy of always giving the more frequent answer",
			of: (unseen) => unseen.baseline,
			write: shareText
		},
		logLoss,
		{
			name: "Area under the curve",
			of: (unseen) => unseen.auc,
			write: measureText
		}
	],
	multiclass: [
		accuracy,
		{
			name: "Accuracy of always giving the most frequent answer",
			of: (unseen) => unseen.baseline,
			write: shareText
		},
		logLoss
	],
	regression: [
		{
			name: "R² on unseen rows",
			of: ({ regression }) => regression?.r2 ?? null,
			write: measureText
		},
		{
			name: "Root mean square error",
			of: ({ regression }) => regression?.rmse ?? null,
			write: measureText
		},
		{
			name: "Mean absolute error",
			of: ({ regression }) => regression?.mae ?? null,
			write: measureText
		}
	]
};
/** What the scores mean, said once above all models. */
function scoresAbout(models) {
	const tasks = new Set(models.map(taskOfOutcome));
	const numbers = "R² is the share of the variance of the numbers to predict that is explained: 1 at best, 0 for always answering their mean, and less where that would be better. Errors are in the unit of these numbers.";
	if (!tasks.has("regression")) return "Accuracy is over rows the model did not learn from.";
	return tasks.size === 1 ? `R² and errors are over rows the model did not learn from. ${numbers}` : `Accuracy, R² and errors are over rows the model did not learn from. ${numbers}`;
}
/** The score that leads, as bars; none where it was not measured. */
function scoreChart(outcome) {
	const { model, unlearned, retrained } = outcome;
	const task = taskOfOutcome(outcome);
	const { of, write } = scores[task][0];
	const own = unlearned === null ? null : of(unlearned.unseen);
	if (unlearned === null || own === null) return void 0;
	const other = retrained === null ? null : of(retrained.unseen);
	const { baseline } = unlearned.unseen;
	const frequent = task === "multiclass" ? "Most frequent answer" : "More frequent answer";
	const bars = [
		{
			series: "unlearned",
			name: "Unlearned",
			value: Math.max(0, own),
			text: write(own)
		},
		...other === null ? [] : [{
			series: "retrained",
			name: "Retrained",
			value: Math.max(0, other),
			text: write(other)
		}],
		...baseline === null ? [] : [{
			series: "baseline",
			name: frequent,
			value: baseline,
			text: write(baseline)
		}]
	];
	const said = bars.map(({ name, text }) => `${name.toLowerCase()} ${text}`).join(", ");
	return task === "regression" ? {
		title: `R² on unseen rows, ${model}`,
		note: "Longer is better. The bars go from 0 to 1; below 0 there is none.",
		most: 1,
		bars,
		alt: `Bar chart of R² of ${model} on unseen rows: ${said}.`
	} : {
		title: `Accuracy on unseen rows, ${model}`,
		note: "Longer is better. The bars go from 0 to 100 %.",
		most: 1,
		bars,
		alt: `Bar chart of the accuracy of ${model} on unseen rows: ${said}.`
	};
}

// src-main/core/records/model-words.ts
const methods = {
	refined: "Refined",
	retrain: "Retrained",
	newton: "Newton step",
	influence: "Influence step",
	update: "Update of trees",
	decrement: "Decrement of counts"
};
/** The words a guarantee has on its badge. */
const guarantees = {
	"same-bits": "Same bits",
	certified: "Certified",
	none: "Approximate, no guarantee"
};
/** "Logistic regression" of "logistic-regression". */
const nameFromId = (id) => drawn(id.charAt(0).toUpperCase() + id.slice(1).replaceAll("-", " "));
const methodName = (id) => methods[id] ?? nameFromId(id);
/** What was measured of each model, and on what. */
function measured$1({ models, machine }) {
	if (models.length === 0) return [];
	return [
		{
			kind: "heading",
			level: 2,
			text: "Measured"
		},
		{
			kind: "paragraph",
			small: true,
			text: `Times have three significant figures here; the statement has them in full. ${scoresAbout(models)}${tooFewAbout(models)}`
		},
		...models.flatMap(measuredModel),
		{
			kind: "facts",
			summary: "The machine that was measured on",
			rows: [{
				name: "Measured on",
				value: drawn(`${machine.processor}, ${amountText(machine.cores, "core", "cores")}, ${machine.platform}, ${machine.runtime}, ${machine.engine}`)
			}]
		}
	];
}
const withheld = ({ unlearned, retrained }) => [unlearned, retrained].some((side) => side !== null && isTooFew(side.unseen));
const tooFewAbout = (models) => models.some(withheld) ? ` What was measured on fewer than ${countText(10)} unseen rows is not stated: it would tell of these rows.` : "";
const notRun = "not run";
const notMeasured = "not measured";
const tooFew = "too few to publish";
const orNot = (value, write) => value === null || value === void 0 ? notMeasured : write(value);
function measuredModel(model) {
	const { unlearned, retrained } = model;
	const heading = {
		kind: "heading",
		level: 3,
		text: `${drawn(model.model)}, ${nameFromId(model.learner)}`
	};
	if (unlearned === null) return [
		heading,
		{
			kind: "paragraph",
			text: "No row was left to learn from: this model is gone, and nothing was measured."
		},
		...commitments(model)
	];
	const row = (name, write) => [
		name,
		write(unlearned),
		retrained === null ? notRun : write(retrained)
	];
	return [
		heading,
		{
			kind: "paragraph",
			text: verdict(model)
		},
		{
			kind: "table",
			summary: `Measurements of ${model.model}`,
			head: [
				"Measure",
				"Unlearned",
				"Retrained"
			],
			rows: [
				row("Time to compute", (side) => durationText(side.computeMs)),
				row("Processor time", (side) => durationText(side.cpuMs)),
				unlearned.treesChanged === void 0 ? row("Passes over the rows, gradient + Hessian", (side) => `${countText(side.gradientPasses)} + ${countText(side.hessianPasses)}`) : row("Trees changed", (side) => orNot(side.treesChanged, countText)),
				row("Unseen rows measured on", (side) => countText(side.unseen.rows)),
				...scores[taskOfOutcome(model)].map(({ name, of, write }) => row(name, (side) => isTooFew(side.unseen) ? tooFew : orNot(of(side.unseen), write))),
				[
					"Distance to the retrained model",
					retrained === null ? notRun : orNot(retrained.distance, measureText),
					retrained === null ? notRun : "–"
				]
			]
		},
		...charts(model),
		...settings(model),
		...commitments(model)
	];
}
const promises = {
	"same-bits": "Promised: the same bits as retraining",
	certified: "Promised: within a proven bound of retraining",
	none: guarantees.none
};
function verdict({ method, methodAsked, guarantee, boundary, retrained }) {
	return `${`${methodName(method)}. ${promises[guarantee]}.`}${methodAsked === "auto" || methodAsked === method ? "" : ` Asked for was: ${methodName(methodAsked)}.`}${boundary ? " A number lay so close to the boundary between two roundings that it could not be settled." : ""}${retrained === null ? " It was not compared with retraining." : retrained.sameBits ? " Measured: the unlearned and the retrained model have the same SHA-256, so they are the same bits." : " Measured: the unlearned and the retrained model are not the same bits."}`;
}
function charts(outcome) {
	const { model, unlearned, retrained } = outcome;
	if (unlearned === null) return [];
	const found = [];
	if (retrained !== null) {
		const bars = [{
			series: "unlearned",
			name: "Unlearned",
			value: unlearned.computeMs,
			text: durationText(unlearned.computeMs)
		}, {
			series: "retrained",
			name: "Retrained",
			value: retrained.computeMs,
			text: durationText(retrained.computeMs)
		}];
		found.push({
			title: `Time to compute, ${model}`,
			note: "Shorter is faster. The bars start at zero.",
			most: Math.max(unlearned.computeMs, retrained.computeMs),
			bars,
			alt: `Bar chart of the time to compute ${model}: unlearned ${bars[0].text}, retrained ${bars[1].text}.`
		});
	}
	const scored = scoreChart(outcome);
	if (scored !== void 0) found.push(scored);
	return found.map((chart) => ({
		kind: "chart",
		chart
	}));
}
function settings({ settings: all }) {
	const names = Object.keys(all).sort();
	if (names.length === 0) return [];
	return [{
		kind: "paragraph",
		small: true,
		text: drawn(`Settings: ${names.map((name) => `${name} ${settingText(all[name])}`).join(", ")}.`)
	}];
}
function commitments({ model, commitmentBefore, commitmentAfter }) {
	return [{
		kind: "facts",
		summary: `Salted commitments to ${model} before and after`,
		rows: [{
			name: "Commitment before",
			value: digestText(commitmentBefore),
			digest: true
		}, commitmentAfter === null ? {
			name: "Commitment after",
			value: "– (the model is gone)"
		} : {
			name: "Commitment after",
			value: digestText(commitmentAfter),
			digest: true
		}]
	}];
}

// src-main/core/records/record-words.ts
/**
* What record.pdf says: a pure function of the statement and its digest, and the only place where its words are chosen. They belong
* to the version of the predicate: a checker compares them one by one, so other words are another version.
*/
function recordDocument({ predicate: { ledger, outcome } }, statementDigest) {
	const { request, organisation } = outcome;
	return {
		title: `Record of an erasure, ${request.id}`,
		subject: "What was asked, done and measured when rows were erased from a dataset and from the models that learned from it",
		at: request.completedAt,
		running: {
			left: runningName(organisation?.name),
			right: request.id,
			foot: `Statement ${shortDigest(statementDigest)}, ledger root ${shortDigest(ledger.root)}, key ${shortDigest(ledger.key)}`
		},
		blocks: [
			{
				kind: "heading",
				level: 1,
				text: "Record of an erasure"
			},
			{
				kind: "paragraph",
				text: summary(outcome)
			},
			...asked(outcome),
			...done(outcome),
			...measured$1(outcome),
			...outside(outcome),
			...proof(statementDigest, ledger, outcome)
		]
	};
}
const shortDigest = (hex) => `${hex.slice(0, 4)}…${hex.slice(-4)}`;
/** A long name stands in the text alone: above it there is one line. */
function runningName(name) {
	const text = drawnName(name);
	return text === void 0 || text === "(in letters this page cannot show; record.dsse.json has it)" || text.length > 60 ? "Record of an erasure" : text;
}
function summary(outcome) {
	const { request, data, models, residue } = outcome;
	const datasets = datasetsOf(outcome).filter(({ erased }) => erased > 0).length;
	const forgot = models.length === 0 ? `No model had learned from ${datasets === 1 ? "that dataset" : "those datasets"}.` : models.length === 1 ? `One model that had learned from ${datasets === 1 ? "it" : "them"} was made to forget them.` : `${countText(models.length)} models that had learned from ${datasets === 1 ? "it" : "them"} were made to forget them.`;
	const exact = models.filter(({ retrained }) => retrained?.sameBits === true).length;
	const alike = "of the same bits as one retrained without these rows.";
	const proven = exact === 0 ? "" : models.length === 1 ? ` The new model consists ${alike}` : ` ${exact === models.length ? "Each of them" : `${countText(exact)} of them`} now consist${exact === models.length || exact === 1 ? "s" : ""} ${alike}`;
	const found = residue.found === 0 ? "No trace of the erased rows that could be searched for was left in the files of the workspace." : `${amountText(residue.found, "trace of the erased rows was", "traces of the erased rows were")} left.`;
	const whose = request.scope === "person" ? " of one person" : "";
	return `On ${dayText(request.completedAt)}, ${amountText(data.erased, "row", "rows")}${whose} ${data.erased === 1 ? "was" : "were"} erased from ${datasets === 1 ? "one dataset" : `${countText(datasets)} datasets`}.${keptText$1(data.keptOfMatched)} ${forgot}${proven} ${found}`;
}
const keptText$1 = (kept) => kept === 0 ? "" : ` ${amountText(kept, "row was", "rows were")} kept, for the reasons below.`;
const laws = {
	gdpr: "GDPR, Article 17",
	"uk-gdpr": "UK GDPR, Article 17",
	ccpa: "CCPA, Civil Code 1798.105"
};
const scopes = {
	person: "all rows of one person",
	rows: "rows that were named"
};
function asked({ request, organisation }) {
	const rows = [
		{
			name: "Request",
			value: request.id
		},
		{
			name: "Law",
			value: laws[request.law] ?? drawn(request.law)
		},
		{
			name: "Version of its rules",
			value: drawn(request.ruleVersion)
		},
		{
			name: "Scope",
			value: scopes[request.scope] ?? drawn(request.scope)
		},
		{
			name: "Received",
			value: dayText(request.receivedAt)
		},
		{
			name: "Due",
			value: dayText(request.dueAt)
		},
		{
			name: "Completed",
			value: timeText(request.completedAt)
		}
	];
	const name = drawnName(organisation?.name);
	const contact = drawnName(organisation?.contact);
	if (contact !== void 0) rows.unshift({
		name: "Contact",
		value: contact
	});
	if (name !== void 0) rows.unshift({
		name: "Organisation",
		value: name
	});
	return [{
		kind: "heading",
		level: 2,
		text: "Asked"
	}, {
		kind: "facts",
		summary: "What was asked, by which law and when",
		rows
	}];
}
function done(outcome) {
	const { data, decisions, models, residue, timing } = outcome;
	const datasets = datasetsOf(outcome);
	return [
		{
			kind: "heading",
			level: 2,
			text: "Done"
		},
		{
			kind: "paragraph",
			text: drawn(decisions.sentence)
		},
		{
			kind: "table",
			summary: "Rows matched, erased and kept",
			head: [
				"Dataset",
				"Rows matched",
				"Erased",
				"Kept"
			],
			rows: datasets.map((one) => [
				drawn(one.dataset),
				countText(one.matched),
				countText(one.erased),
				countText(one.matched - one.erased)
			])
		},
		...data.keptOfMatched === 0 || data.datasets === void 0 ? [] : [keptTable(data.datasets)],
		...models.length === 0 ? [{
			kind: "paragraph",
			text: datasets.length === 1 ? "No model had learned from this dataset, so none had anything to forget." : "No model had learned from these datasets, so none had anything to forget."
		}] : [{
			kind: "table",
			summary: "What each model was made to forget by, and what that promises",
			head: [
				"Model",
				"Version",
				"Method",
				"Guarantee",
				"Rows learned from"
			],
			rows: models.map((model) => [
				drawn(model.model),
				countText(model.version),
				methodName(model.method),
				guarantees[model.guarantee],
				countText(model.rows.train)
			])
		}],
		{
			kind: "table",
			summary: "The search for traces of the erased rows in the files of the workspace",
			head: [
				"Files searched",
				"Bytes",
				"Traces searched for",
				"Not searchable",
				"Found"
			],
			rows: [[
				residue.files,
				residue.bytes,
				residue.searched,
				residue.notSearchable,
				residue.found
			].map(countText)]
		},
		{
			kind: "paragraph",
			small: true,
			text: `Not searchable are values too short, or ones that other rows have too: unknown, not clean. ${residue.rebuilt ? "A first search found traces, so the file was rebuilt and searched again. " : ""}The whole erasure took ${durationText(timing.totalMs)}.`
		}
	];
}
/** Why rows were kept, by the codes of the law's list of reasons. */
const keptTable = (datasets) => ({
	kind: "table",
	summary: "Rows that were kept, and the reasons",
	head: [
		"Dataset",
		"Reason",
		"Rows kept"
	],
	rows: datasets.flatMap(({ dataset, kept }) => kept.map(({ reason, rows }) => [
		drawn(dataset),
		drawn(reason),
		countText(rows)
	]))
});
const list = (title, items) => items.length === 0 ? [] : [{
	kind: "heading",
	level: 2,
	text: title
}, {
	kind: "list",
	items: items.map(drawn)
}];
/** Others hold what was erased, and copies that left the workspace what their model has forgotten; who has them is not said. */
function othersToTell({ models, recipientsToTell = 0 }) {
	const recipients = recipientsToTell === 0 ? [] : [`${recipientsToTell === 1 ? "the recipient" : `each of the ${countText(recipientsToTell)} recipients`} of data of these datasets: what they hold has to be erased as well`];
	const copies = models.flatMap(({ model, copiesToReplace: copies = 0 }) => copies === 0 ? [] : [`whoever has ${copies === 1 ? "the exported copy" : `one of the ${countText(copies)} exported copies`} of the model ${model}: it holds what the model has forgotten, and has to be replaced`]);
	return list("Who has to be told", [...recipients, ...copies]);
}
function outside(outcome) {
	const { notErasedByLethe, notClaimed } = outcome;
	return [
		...othersToTell(outcome),
		...list("Not erased by Lethe", notErasedByLethe),
		...list("Not claimed", notClaimed)
	];
}
const protections = {
	"os-keychain": "in the keychain of the system",
	passphrase: "behind a passphrase",
	"not-protected": "not protected, in a file only its owner can read"
};
/** A key that is not the first says since when it counts, and after a loss on whose word. */
function keySinceFacts({ keySince }) {
	if (keySince === void 0) return [];
	const { seq, how, before } = keySince;
	return [{
		name: "The key counts",
		value: how === "rotated" ? `from entry ${countText(seq)} on; the key before it signed that too` : `from entry ${countText(seq)} on; the key before it was declared lost, so what came before rests on the word of whoever holds this one`
	}, {
		name: how === "rotated" ? "Key before it" : "Key declared lost",
		value: digestText(before),
		digest: true
	}];
}
function proof(statementDigest, ledger, { product }) {
	return [
		{
			kind: "heading",
			level: 2,
			text: "Proof"
		},
		{
			kind: "paragraph",
			text: "Every number on these pages is that of the signed statement in record.dsse.json. Compare the fingerprint of the key with one you got from the operator by another way. README.txt says how to check the rest."
		},
		{
			kind: "facts",
			summary: "What ties these pages to the statement and to the ledger",
			rows: [
				{
					name: "Statement, SHA-256",
					value: digestText(statementDigest),
					digest: true
				},
				{
					name: "Ledger root",
					value: digestText(ledger.root),
					digest: true
				},
				{
					name: "Entries under it",
					value: countText(ledger.size)
				},
				{
					name: "Ledger",
					value: drawn(ledger.origin)
				},
				{
					name: "Fingerprint of the key",
					value: digestText(ledger.key),
					digest: true
				},
				{
					name: "The key was kept",
					value: protections[ledger.keyProtection] ?? drawn(ledger.keyProtection)
				},
				...keySinceFacts(ledger),
				{
					name: "Written by",
					value: `Lethe ${drawn(product.version)}`
				}
			]
		},
		{
			kind: "paragraph",
			small: true,
			text: "All times are those of the operator’s clock. This page is no legal advice."
		}
	];
}

// src-main/core/records/check-pdf.ts
/** Compares every word of a record's PDF with those the statement gives; undefined where none differs. */
function checkPdf(bytes, document) {
	try {
		return differenceIn(readPdfText(bytes), document);
	} catch (error) {
		if (!(error instanceof PdfFault) && !(error instanceof RangeError)) throw error;
		return {
			code: "bad-pdf",
			message: `The PDF is not as Lethe writes one: ${error instanceof PdfFault ? error.message : "a number"} is not.`
		};
	}
}
function differenceIn({ pages, texts, alternatives }, { blocks, running: { left, right, foot } }) {
	const inside = texts.filter(({ artifact }) => !artifact);
	const expected = blocks.flatMap(unitsOf);
	const at = expected.findIndex((text, i) => text !== inside[i]?.text);
	if (at !== -1 || inside.length !== expected.length) {
		const i = at === -1 ? expected.length : at;
		const place = inside[i] === void 0 ? {} : { path: `page ${inside[i].page}` };
		return {
			code: "pdf-differs",
			message: pdfSays(inside[i]?.text, expected[i]),
			...place
		};
	}
	const spoken = blocks.flatMap((block) => block.kind === "chart" ? [block.chart.alt] : []);
	const other = spoken.findIndex((text, i) => text !== alternatives[i]);
	if (other !== -1 || alternatives.length !== spoken.length) {
		const told = alternatives[other === -1 ? spoken.length : other];
		return {
			code: "pdf-differs",
			message: `The PDF describes a chart as ${whereDiffers(told, spoken[other])} where the statement gives ${whereDiffers(spoken[other], told)}.`
		};
	}
	for (let page = 1; page <= pages; page += 1) if (texts.filter((text) => text.artifact && text.page === page).map(({ text }) => text).join("|") !== `${left}${right}, ${pageText(page, pages)}${foot}`) return {
		code: "pdf-differs",
		message: "What stands above and below a page of the PDF is not what the statement gives.",
		path: `page ${page}`
	};
}
const pdfSays = (told, given) => `The PDF says ${whereDiffers(told, given)} where the statement gives ${whereDiffers(given, told)}.`;
/** The texts of the pages of a PDF that can be read, and those a statement gives. */
const textsInPdf = (bytes) => readPdfText(bytes).texts.filter(({ artifact }) => !artifact).map(({ text }) => text);
const wordsOfPdf = (statement, digest) => recordDocument(statement, digest).blocks.flatMap(unitsOf);
/** What is one piece of marked content: a chart is one, everything else word by word. */
const unitsOf = (block) => block.kind === "chart" ? [wordsOf(block).join("")] : wordsOf(block);
const most = 60;
/** A text, or of a long one the part around the place from which on it differs. */
function whereDiffers(text, other = "") {
	if (text === void 0) return "nothing";
	if (text.length <= most) return `"${text}"`;
	let same = 0;
	while (text[same] === other[same] && same < text.length) same += 1;
	const from = Math.max(0, Math.min(same - most / 2, text.length - most));
	return `"${from > 0 ? "…" : ""}${text.slice(from, from + most)}${from + most < text.length ? "…" : ""}"`;
}

// src-main/core/records/exact-text.ts
/** The text of UTF-8 bytes, or undefined where they are not UTF-8 or begin with a byte order mark. */
function exactText(bytes) {
	const text = bytes.toString("utf8");
	return Buffer.from(text).equals(bytes) ? text : void 0;
}

// src-main/core/records/check-retellings.ts
/** What tells people and other programs of the statement has to say the same as the statement. Where it is as it was signed and the statement is not, it tells what was changed there. */
function checkRetellings(statement, digest, files, report, isWitness) {
	const pdf = files.get("record.pdf");
	const bom = files.get("bom.cdx.json");
	const list = bom === void 0 ? void 0 : exactText(bom) ?? "";
	const problems = [pdf === void 0 ? void 0 : checkPdf(pdf, recordDocument(statement, digest)), list === void 0 || isBomOf(list, statement, digest) ? void 0 : {
		code: "bom-differs",
		message: "The list of software and models is not the one this statement gives.",
		path: void 0
	}];
	const retold = ["record.pdf", "bom.cdx.json"].map((file, k) => ({
		file,
		problem: problems[k],
		isWitness: problems[k] !== void 0 && problems[k].code !== "bad-pdf" && isWitness(file)
	}));
	const witnesses = retold.filter((one) => one.isWitness).map(({ file }) => file === "record.pdf" ? {
		told: textsInPdf(pdf),
		retelling: wordsOfPdf
	} : {
		told: textsInBom(list),
		retelling: bomLike(list)
	});
	const changed = witnesses.length === 0 ? [] : changedMembers(statement, digest, witnesses);
	let witness = 0;
	for (const { file, problem, ...one } of retold) {
		if (problem === void 0) continue;
		let isNamed = false;
		for (const { path, differences } of one.isWitness ? changed : []) {
			const difference = differences[witness];
			if (difference === void 0) continue;
			report("record.dsse.json", problem.code, retoldOtherwise(file, difference), path);
			isNamed = true;
		}
		if (one.isWitness) witness += 1;
		if (!isNamed) report(file, problem.code, problem.message, problem.path);
	}
}
const bomLike = (list) => {
	const packages = packagesIn(list);
	return (statement, digest) => textsOfBom(statement, digest, packages);
};
const retoldOtherwise = (file, { told, given }) => file === "record.pdf" ? pdfSays(told, given) : `The list of software and models says ${whereDiffers(told, given)} where the statement gives ${whereDiffers(given, told)}.`;

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
	"request-approved": ["approval-undone", "erasure-intended"],
	"approval-undone": ["request-approved"],
	"erasure-intended": [
		"erasure-intended",
		"erasure-undone",
		"erasure-adopted"
	],
	"erasure-undone": ["erasure-intended", "approval-undone"],
	"erasure-adopted": ["erasure-completed"]
};
/** What may come in between, at any time until the rows are gone. */
const between = /* @__PURE__ */ new Set([
	"request-noted",
	"request-extended",
	"request-matched",
	"matches-decided",
	"request-submitted",
	"hold-placed",
	"hold-lifted",
	"answer-sent"
]);
/** Of these, what need not wait while models are computed. */
const whileComputing = /* @__PURE__ */ new Set([
	"hold-placed",
	"hold-lifted",
	"answer-sent"
]);
/** Completion is written right after the outcome is fixed; a day allows for a machine put to sleep in between. */
const mostLagMs = 864e5;
const lastOf = (entries, kind) => entries.findLast((entry) => entry.kind === kind);
/** Checks that the entries tell the whole way of this request, in order, and that they and the outcome say the same. */
function checkStory(entries, outcome) {
	const problems = [];
	let before = "start";
	let extended = false;
	for (const entry of entries) {
		const { seq, kind } = entry;
		if (entry.request !== outcome.request.id) problems.push({
			code: "entry-other-request",
			seq,
			message: `Entry ${seq} is not about the request ${outcome.request.id}.`
		});
		if (between.has(kind) && before !== "start" && before !== "erasure-adopted" && before !== "erasure-completed" && (before !== "erasure-intended" || whileComputing.has(kind)) && !(kind === "request-extended" && extended)) {
			extended ||= kind === "request-extended";
			continue;
		}
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
	const differ = (entry, what, said, noted, member) => {
		if (said !== noted) problems.push({
			code: "entry-differs",
			seq: entry.seq,
			member,
			message: `The statement and entry ${entry.seq} of the ledger differ about ${what}${isPlain(said) && isPlain(noted) ? `: ${valueText(said)} and ${valueText(noted)}` : ""}.`
		});
	};
	const { request, data, residue, models } = outcome;
	const opened = lastOf(entries, "request-opened");
	const matched = lastOf(entries, "request-matched") ?? opened;
	const datasets = datasetsOf(outcome);
	differ(matched, "the datasets", datasets.map(({ dataset }) => dataset).sort().join(), [...matched.datasets ?? [matched.kind === "request-opened" ? matched.dataset : void 0]].sort().join(), data.datasets === void 0 ? "data.dataset" : "data.datasets");
	differ(opened, "the law", request.law, opened.law, "request.law");
	differ(opened, "the version of its rules", request.ruleVersion, opened.ruleVersion, "request.ruleVersion");
	differ(opened, "the scope", request.scope, opened.scope, "request.scope");
	differ(matched, "the number of rows matched", data.matched, matched.matched, "data.matched");
	differ(opened, "the day of receipt", request.receivedAt, opened.receivedAt, "request.receivedAt");
	const due = entries.findLast((entry) => dueKinds.has(entry.kind)) ?? opened;
	differ(due, "the day it is due", request.dueAt, due.dueAt, "request.dueAt");
	if (data.matched !== data.erased + data.keptOfMatched) problems.push({
		code: "entry-differs",
		seq: opened.seq,
		member: data.matched === matched.matched && data.erased === lastOf(entries, "erasure-adopted")?.erased ? "data.keptOfMatched" : "data",
		message: "In the statement, the rows erased and kept are not together the rows matched."
	});
	for (const [what, of] of [["matched", datasets.map((one) => one.matched)], ["erased", datasets.map((one) => one.erased)]]) if (of.reduce((sum, rows) => sum + rows, 0) !== data[what]) problems.push({
		code: "entry-differs",
		seq: opened.seq,
		member: "data.datasets",
		message: `In the statement, the rows ${what} of the datasets are not together those of the request.`
	});
	const kept = /* @__PURE__ */ new Map();
	for (const { reason, rows } of datasets.flatMap((one) => one.kept)) kept.set(reason, (kept.get(reason) ?? 0) + rows);
	const decided = lastOf(entries, "matches-decided");
	if (data.datasets !== void 0) differ(decided ?? matched, "the rows kept, and the reasons", keptText([...kept].map(([reason, rows]) => ({
		reason,
		rows
	}))), keptText(decided === void 0 || decided.seq < matched.seq ? [] : decided.keep), "data.datasets");
	const lifted = new Set(entries.flatMap((entry) => entry.kind === "hold-lifted" ? [entry.hold] : []));
	const inForce = entries.find((entry) => entry.kind === "hold-placed" && !lifted.has(entry.hold) && !(typeof entry.rows === "number" && entry.rows <= data.keptOfMatched));
	if (inForce !== void 0) problems.push({
		code: "entry-order",
		seq: inForce.seq,
		message: "A legal hold was placed, and neither lifted nor all it names kept, before rows were erased."
	});
	differ(lastOf(entries, "request-verified"), "how the identity was verified", outcome.decisions.identity, lastOf(entries, "request-verified").how, "decisions.identity");
	differ(lastOf(entries, "request-approved"), "how it was approved", outcome.decisions.approval, lastOf(entries, "request-approved").how, "decisions.approval");
	const intended = lastOf(entries, "erasure-intended");
	if (intended.rows < data.erased) differ(intended, "the number of rows to erase", data.erased, intended.rows, "data.erased");
	const adopted = lastOf(entries, "erasure-adopted");
	differ(adopted, "the number of rows erased", data.erased, adopted.erased, "data.erased");
	const changes = Array.isArray(adopted.models) ? adopted.models : [];
	differ(adopted, "the number of models", models.length, changes.length, "models");
	for (const [i, model] of models.entries()) {
		const change = changes.find(({ model: id }) => id === model.model);
		if (change === void 0) differ(adopted, `the model ${model.model}, which it does not name`, model, void 0, `models[${i}].model`);
		else for (const [member, name, what] of ofModel) differ(adopted, `${what} of the model ${model.model}`, model[member], change[name], `models[${i}].${member}`);
	}
	if (new Set(models.map(({ model }) => model)).size !== models.length) differ(adopted, "the models, one of which is named twice", models, void 0, "models");
	const completed = lastOf(entries, "erasure-completed");
	differ(completed, "the traces searched for", residue.searched, completed.searched, "residue.searched");
	differ(completed, "the traces that could not be searched for", residue.notSearchable, completed.notSearchable, "residue.notSearchable");
	differ(completed, "the traces found", residue.found, completed.residue, "residue.found");
	if (outcomeDigest(outcome) !== completed.outcome) problems.push({
		code: "entry-differs",
		seq: completed.seq,
		member: "",
		message: `The statement and entry ${completed.seq} of the ledger differ about the outcome as a whole (its digest).`
	});
	if (!(Math.abs(Date.parse(request.completedAt) - Date.parse(completed.at)) <= mostLagMs)) differ(completed, "the time of completion", request.completedAt, completed.at, "request.completedAt");
	return problems;
}
const dueKinds = /* @__PURE__ */ new Set([
	"request-opened",
	"request-extended",
	"request-noted"
]);
const keptText = (kept) => kept.filter(({ rows }) => rows > 0).map(({ reason, rows }) => `${reason} ${rows}`).sort().join();
/** What the ledger says of a model: the member of the statement, that of the entry, and both in words. */
const ofModel = [
	[
		"version",
		"version",
		"the version"
	],
	[
		"method",
		"method",
		"the method"
	],
	[
		"guarantee",
		"guarantee",
		"the guarantee"
	],
	[
		"boundary",
		"boundary",
		"the boundary"
	],
	[
		"commitmentBefore",
		"before",
		"the commitment before"
	],
	[
		"commitmentAfter",
		"after",
		"the commitment after"
	]
];
const isPlain = (value) => value === null || [
	"string",
	"number",
	"boolean"
].includes(typeof value);
/** A digest by its ends, a long text by its beginning. */
function valueText(value) {
	if (typeof value !== "string") return String(value);
	return `"${/^[0-9a-f]{64}$/.test(value) ? `${value.slice(0, 4)}…${value.slice(-4)}` : value.length > 60 ? `${value.slice(0, 60)}…` : value}"`;
}

// src-main/core/records/envelope.ts
/** DSSE envelopes (secure-systems-lab/dsse, protocol.md and envelope.md, v1.0.2) with an Ed25519 signature, or two where a second person signed too. Only node:crypto. */
const payloadType = "application/vnd.in-toto+json";
/** What is signed: "DSSEv1", and type and payload each with its length in bytes, so that neither can pass for the other. */
function preAuthEncoding(type, payload) {
	return Buffer.concat([Buffer.from(`DSSEv1 ${Buffer.byteLength(type)} ${type} ${payload.length} `), payload]);
}
function envelopeText({ payload, payloadType: type, keyid, signature, counter }) {
	const signatures = [{
		keyid,
		signature
	}, ...counter === void 0 ? [] : [counter]].map((one) => ({
		keyid: one.keyid,
		sig: one.signature.toString("base64")
	}));
	return `${canonicalForm({
		payload: payload.toString("base64"),
		payloadType: type,
		signatures
	})}\n`;
}
/** Reads an envelope in exactly the form writeEnvelope gives it, or returns undefined. The signature is not verified yet. */
function readEnvelope(text) {
	const value = text.endsWith("\n") ? parseCanonical(text.slice(0, -1)) : void 0;
	const listed = Array.isArray(value?.signatures) ? value.signatures : [];
	if (typeof value?.payload !== "string" || typeof value.payloadType !== "string" || listed.length < 1 || listed.length > 2) return void 0;
	if (!listed.every((one) => typeof one?.keyid === "string" && typeof one.sig === "string")) return void 0;
	const [own, counter] = listed.map(({ keyid, sig }) => ({
		keyid,
		signature: Buffer.from(sig, "base64")
	}));
	const envelope = {
		payloadType: value.payloadType,
		payload: Buffer.from(value.payload, "base64"),
		...own,
		...counter === void 0 ? {} : { counter }
	};
	return envelopeText(envelope) === text ? envelope : void 0;
}
/** True where this key signed exactly this payload under exactly this type; the signature is ours where none other is named. */
function verifyEnvelope({ payloadType: type, payload, signature: own }, publicKey, { signature } = { signature: own }) {
	return verify(null, preAuthEncoding(type, payload), publicKey, signature);
}

// src-main/core/records/plain-text.ts
/** The most characters of a text that are shown: what the settings take. */
const mostShown = 500;
/** A text that cannot steer a terminal or turn the direction of what stands beside it: such characters become "?", ends of lines too. */
const plainText = (text) => text.slice(0, mostShown).replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Surrogate}]/gu, "?");

// src-main/core/records/record-files.ts
/** Every file of a record, in the order of the ZIP. Another file is another version of the predicate. */
const recordFiles = [
	"README.txt",
	"SHA256SUMS",
	"SHA256SUMS.sig",
	"bom.cdx.json",
	"check.mjs",
	"checkpoint.txt",
	"entries.jsonl",
	"proofs.json",
	"public-key.pem",
	"record.dsse.json",
	"record.pdf"
];
/** In a record that a second person signed too: their public key. */
const counterKeyFile = "countersigner-key.pem";
/** The files of a record of this version of the predicate: version 1 had nothing for people and no list of software. */
const filesOfVersion = (version, isCountersigned = false) => [...isCountersigned ? [counterKeyFile] : [], ...version === 1 ? recordFiles.filter((name) => name !== "record.pdf" && name !== "bom.cdx.json") : recordFiles];
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
/** For a member that need not be there. */
const orAbsent = (shape) => (value, path) => value === void 0 ? void 0 : shape(value, path);
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
	auc: orNull(real),
	regression: orAbsent(members({
		rmse: real,
		mae: real,
		r2: orNull(real)
	}))
});
const measured = {
	computeMs: real,
	cpuMs: real,
	gradientPasses: count,
	hessianPasses: count,
	treesChanged: orAbsent(count),
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
	})),
	copiesToReplace: orAbsent(count)
});
const totals = {
	matched: count,
	erased: count,
	keptOfMatched: count
};
const kept = listOf(members({
	reason: text,
	rows: count
}));
const sinceVersion3 = members({
	...totals,
	datasets: listOf(members({
		dataset: text,
		matched: count,
		erased: count,
		kept
	}))
});
const ofOneDataset = members({
	...totals,
	dataset: text
});
const data = (value, path) => (value?.datasets === void 0 ? ofOneDataset : sinceVersion3)(value, path);
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
	data,
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
	organisation: orAbsent(members({
		name: text,
		contact: text
	})),
	recipientsToTell: orAbsent(count),
	notErasedByLethe: listOf(text),
	notClaimed: listOf(text)
});
const ledger = members({
	origin: text,
	size: count,
	root: hash,
	key: hash,
	keyProtection: word,
	keySince: orAbsent(members({
		seq: count,
		how: oneOf("rotated", "lost"),
		before: hash
	}))
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
/** Where a statement, of version 1, 2 or 3, is not of its form, as a path, or undefined. */
const statementMisfit = (value) => statement(value, "");

// src-main/core/records/check-record.ts
/**
* Checks one record from its bytes alone: no database, no package, nothing but node:crypto. resources/checker/build.mjs makes from
* this file the check.mjs that lies in every record, so it keeps to what Node 18 has.
*/
/** A forged record may hold any number of faults; the first of them tell enough. */
const mostProblems = 50;
/** A forged record may also hold text made to confuse a terminal: control and direction characters are shown as "?". */
const printable = (text) => plainText(text).slice(0, 300);
/**
* Checks everything in a record against everything else in it, and its keys against the fingerprints expected, where any are given: one
* is that of whoever signed it, and of two the other is that of whoever counter-signed it, in either order.
*/
function checkRecord(bytes, expectedKeys = []) {
	const problems = [];
	const report = (file, code, message, path) => {
		if (problems.length < mostProblems) problems.push({
			file,
			...path === void 0 ? {} : { path: printable(path) },
			code,
			message: printable(message)
		});
	};
	let found = { signedBy: null };
	try {
		const { files, problem } = readCanonicalZip(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength));
		if (problem !== void 0) report("record", problem.code, problem.message);
		if (files !== void 0) found = checkFiles(files, report);
	} catch (error) {
		report("record", "check-failed", `The record is built in a way this checker did not foresee (${error instanceof Error ? error.message : "unknown"}).`);
	}
	const { signedBy, counterSignedBy, ...told } = found;
	const intact = problems.length === 0;
	const expected = (typeof expectedKeys === "string" ? [expectedKeys] : expectedKeys).map((key) => key.toLowerCase().replaceAll(/[\s:]/g, ""));
	if (expected.length > 0 && (signedBy === null || !expected.includes(signedBy))) report("public-key.pem", "other-key", signedBy === null ? "No signature by the key you gave could be found." : `The record is signed by another key than the one you gave: ${signedBy}.`);
	for (const key of expected) {
		if (expected.length < 2 || key === signedBy || key === counterSignedBy) continue;
		report(counterKeyFile, "other-key", counterSignedBy === void 0 ? `Nobody counter-signed the record, and key ${key} did not sign it.` : `The record is counter-signed by another key than the one you gave: ${counterSignedBy}.`);
	}
	const counter = counterSignedBy === void 0 ? {} : { counterSignedBy: {
		key: counterSignedBy,
		confirmed: expected.includes(counterSignedBy)
	} };
	return {
		intact,
		ok: intact && expected.length > 0 && problems.length === 0,
		signedBy,
		...counter,
		...told,
		problems
	};
}
/** Checks the files of a record. */
function checkFiles(files, report) {
	const publicKey = readPublicKey("public-key.pem", files.get("public-key.pem"), report);
	const counterKey = readPublicKey(counterKeyFile, files.get(counterKeyFile), report);
	const { signed: summed, asListed } = checkSums(files, publicKey, report);
	const { statement, version, digest, newer, signed, counterSigned, hasCounterSignature } = readStatement(files.get("record.dsse.json"), publicKey, counterKey, report);
	const found = {
		signedBy: publicKey !== void 0 && (summed || signed) ? keyFingerprint(publicKey) : null,
		...counterKey !== void 0 && counterSigned ? { counterSignedBy: keyFingerprint(counterKey) } : {}
	};
	if (newer) return found;
	checkFileSet(files, version ?? (files.has("record.pdf") ? 3 : 1), hasCounterSignature, report);
	const checkpoint = readCheckpoint(files.get("checkpoint.txt"), publicKey, report);
	const entries = readEntries(files.get("entries.jsonl"), report);
	const proven = checkpoint === void 0 || entries === void 0 ? /* @__PURE__ */ new Set() : checkProofs(entries, checkpoint, files.get("proofs.json"), report);
	if (statement === void 0) return found;
	checkSubject(statement, files, report);
	if (publicKey !== void 0 && statement.predicate.ledger.key !== keyFingerprint(publicKey)) report("record.dsse.json", "statement-other-key", "The statement names another key than the one in public-key.pem.", "predicate.ledger.key");
	if (checkpoint !== void 0) checkLedgerFacts(statement, checkpoint, report);
	if (entries !== void 0) for (const { code, seq, message, member } of checkStory(entries.map(({ entry }) => entry), statement.predicate.outcome)) if (member === void 0 || signed || !proven.has(seq)) report("entries.jsonl", code, message, `seq ${seq}`);
	else report("record.dsse.json", code, message, member === "" ? "predicate.outcome" : `predicate.outcome.${member}`);
	if (version !== 1 && digest !== void 0) checkRetellings(statement, digest, files, report, (name) => !signed && asListed.has(name));
	if (!signed) return found;
	const { ledger: { keySince }, outcome: { organisation } } = statement.predicate;
	return {
		...found,
		...keySince === void 0 ? {} : { keySince: {
			seq: keySince.seq,
			how: keySince.how,
			before: keySince.before
		} },
		...organisation === void 0 ? {} : { organisation: {
			name: plainText(organisation.name),
			contact: plainText(organisation.contact)
		} }
	};
}
function checkFileSet(files, version, isCountersigned, report) {
	const names = filesOfVersion(version, isCountersigned);
	for (const name of names) if (!files.has(name)) report(name, "file-missing", `The file ${name} is missing.`);
	for (const name of files.keys()) if (!names.includes(name)) report(name, "file-unknown", `The file ${name} does not belong to a record.`);
}
function readPublicKey(file, pem, report) {
	if (pem === void 0) return void 0;
	try {
		const key = createPublicKey(pem);
		if (key.asymmetricKeyType === "ed25519" && key.export({
			type: "spki",
			format: "pem"
		}) === pem.toString("latin1")) return key;
	} catch {}
	report(file, "bad-public-key", "The public key is not an Ed25519 key in PEM as a record has it.");
}
/** Compares every file with SHA256SUMS, and verifies this key's signature of that list. */
function checkSums(files, publicKey, report) {
	const nothing = {
		signed: false,
		asListed: /* @__PURE__ */ new Set()
	};
	const sums = files.get("SHA256SUMS");
	const signature = files.get("SHA256SUMS.sig");
	if (sums === void 0 || signature === void 0) return nothing;
	const listed = new Set(sums.toString("latin1").split("\n"));
	const actual = writeSums(files);
	let differs = false;
	const asListed = /* @__PURE__ */ new Set();
	for (const line of actual.split("\n").slice(0, -1)) {
		const name = line.slice(66);
		if (listed.has(line)) {
			asListed.add(name);
			continue;
		}
		differs = true;
		report(name, "sum-differs", `The file ${name} is not the one that was signed: its SHA-256 is not in SHA256SUMS.`);
	}
	if (!differs && sums.toString("latin1") !== actual) report("SHA256SUMS", "sums-differ", "SHA256SUMS does not list exactly the files of this record, one per line.");
	if (publicKey === void 0) return nothing;
	const good = verify(null, sums, publicKey, signature);
	if (!good) report("SHA256SUMS.sig", "sums-signature", "The signature over SHA256SUMS is wrong: the list or the signature was changed, or another key signed it.");
	return good ? {
		signed: true,
		asListed
	} : nothing;
}
function readStatement(bytes, publicKey, counterKey, report) {
	const file = "record.dsse.json";
	const nothing = {
		statement: void 0,
		newer: false,
		signed: false,
		hasCounterSignature: false,
		counterSigned: false
	};
	if (bytes === void 0) return nothing;
	const envelope = readEnvelope(exactText(bytes) ?? "");
	if (envelope === void 0) {
		report(file, "bad-envelope", "The statement is not in a DSSE envelope as a record has it: canonical JSON with one signature, or two.");
		return nothing;
	}
	const isGood = (key, { keyid, signature }, i) => {
		if (key === void 0) return false;
		const good = verifyEnvelope(envelope, key, { signature });
		const by = i === 0 ? "public-key.pem" : counterKeyFile;
		if (!good) report(file, i === 0 ? "statement-signature" : "counter-signature", `The ${i === 0 ? "signature" : "counter-signature"} of the statement is wrong: the statement or the signature was changed, or another key signed it.`, `signatures[${i}].sig`);
		if (keyid !== keyFingerprint(key)) report(file, "envelope-other-key", `The envelope names another key than the one in ${by}.`, `signatures[${i}].keyid`);
		return good;
	};
	const { counter } = envelope;
	const signatures = {
		signed: isGood(publicKey, envelope, 0),
		hasCounterSignature: counter !== void 0,
		counterSigned: counter !== void 0 && isGood(counterKey, counter, 1)
	};
	if (counter !== void 0 && counter.keyid === envelope.keyid) report(file, "counter-signature", "The counter-signature is by the key that signed already, so nobody else signed.", "signatures[1].keyid");
	if (envelope.payloadType !== "application/vnd.in-toto+json") {
		report(file, "bad-envelope", "The envelope does not hold an in-toto statement.", "payloadType");
		return {
			...nothing,
			...signatures
		};
	}
	const value = parseCanonical(exactText(envelope.payload) ?? "");
	if (typeof value !== "object" || value === null || value._type !== "https://in-toto.io/Statement/v1" || typeof value.predicateType !== "string") {
		report(file, "bad-statement", "The statement is not an in-toto statement in canonical JSON.", "_type");
		return {
			...nothing,
			...signatures
		};
	}
	const type = value.predicateType;
	const version = type.startsWith("https://lethe.invalid/erasure-record/v") ? type.slice(predicateTypeBase.length) : "";
	if (!/^[1-9][0-9]{0,8}$/.test(version)) {
		report(file, "other-statement", "The statement is not about an erasure carried out by Lethe.", "predicateType");
		return {
			...nothing,
			...signatures
		};
	}
	if (Number(version) > 3) {
		report(file, "newer-version", `The record was written by a newer Lethe (version ${version} of the format; this checker knows up to ${3}). Get a newer checker.`, "predicateType");
		return {
			...nothing,
			newer: true,
			...signatures
		};
	}
	const misfit = statementMisfit(value);
	if (misfit !== void 0) {
		report(file, "bad-statement", `The statement lacks something, or has it in another form: ${misfit}.`, misfit);
		return {
			...nothing,
			version: Number(version),
			...signatures
		};
	}
	const digest = createHash("sha256").update(envelope.payload).digest("hex");
	return {
		statement: value,
		version: Number(version),
		digest,
		newer: false,
		...signatures
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
		const checkpoint = openCheckpoint(exactText(bytes) ?? "", publicKey);
		if (checkpoint.signatures.length === 1) return checkpoint;
		report("checkpoint.txt", "bad-checkpoint", "The checkpoint of a record has the signature of its key alone.");
		return;
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
/** Returns the numbers of the entries that are proven to be in the ledger that was signed. */
function checkProofs(entries, checkpoint, bytes, report) {
	const found = /* @__PURE__ */ new Set();
	if (bytes === void 0) return found;
	const proofs = readProofs(exactText(bytes) ?? "");
	if (proofs === void 0) {
		report("proofs.json", "bad-proofs", "The proofs are not in canonical JSON as a record has them.");
		return found;
	}
	if (proofs.size !== checkpoint.size) report("proofs.json", "proofs-other-size", "The proofs lead to a ledger of another size than the checkpoint.", "size");
	if (proofs.proofs.length !== entries.length) report("proofs.json", "proofs-count", "There is not one proof for each entry.", "proofs");
	for (const [i, { text, entry: { seq } }] of entries.entries()) {
		const proof = proofs.proofs[i];
		if (proof === void 0) continue;
		if (proof.seq === seq && verifyInclusion(hashLeaf(Buffer.from(text)), seq - 1, checkpoint.size, proof.hashes.map((hash) => Buffer.from(hash, "base64")), checkpoint.root)) found.add(seq);
		else report("proofs.json", "not-in-ledger", `Entry ${seq} is not proven to be in the ledger that was signed: the entry or its proof was changed.`, `proofs[${i}]`);
	}
	return found;
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

// src-main/core/records/record-report-text.ts
/** A report in lines for people: the answer first, then every problem. Never plain "ok" where nobody said whose key it should be. */
function recordReportText({ intact, ok, signedBy, counterSignedBy, keySince, organisation, problems }) {
	const found = problems.map(({ file, path, message }) => `  ${file}${path === void 0 ? "" : ` (${path})`}: ${message}`);
	const named = organisation === void 0 ? [] : [`It names as the one who answers for the data, in their own words: ${[organisation.name, organisation.contact].filter((part) => part !== "").join(", ")}`];
	const counter = counterSignedBy === void 0 ? [] : [`counter-signed by ${counterSignedBy.key}, ${counterSignedBy.confirmed ? "a key you gave" : "a key you have not confirmed"}`];
	const since = keySince === void 0 ? [] : [keySince.how === "rotated" ? `This key counts from entry ${keySince.seq} of the ledger on. The key before it, ${keySince.before}, signed that too.` : `This key counts from entry ${keySince.seq} of the ledger on, because the key before it, ${keySince.before}, was declared lost: what came before rests on the word of whoever holds this one.`];
	if (ok) return [
		`intact, signed by the key you gave: ${signedBy}`,
		...counter,
		...since,
		...named
	];
	if (intact && problems.length > 0) return ["intact, but NOT signed by the key you gave:", ...found];
	if (intact) return [
		`intact, signed by a key you have not confirmed: ${signedBy}`,
		"Compare this fingerprint with one you got from the operator by another way, or check again with --key FINGERPRINT.",
		...counter,
		...since,
		...named
	];
	return [`NOT intact: ${problems.length === 1 ? "1 problem" : `${problems.length} problems`}`, ...found];
}

// resources/checker/check-main.ts
const usage = `Checks a record of an erasure made by Lethe.

  node check.mjs RECORD.zip [--key FINGERPRINT [--key FINGERPRINT]]

FINGERPRINT is the SHA-256 of the operator's public key (64 hexadecimal digits), which you got from the operator by another way.
Given twice, the second is that of whoever counter-signed the record.
Exit code: 0 intact and not signed by another key than the one given; 1 not; 2 wrong usage, or a file that is no ZIP.`;
function run(args) {
	const isKeyOption = (at) => args[at] === "--key";
	const keys = args.filter((_, at) => isKeyOption(at - 1));
	const files = args.filter((_, at) => !isKeyOption(at) && !isKeyOption(at - 1));
	const file = files[0];
	const named = args.filter((word) => word === "--key").length;
	const bad = keys.length !== named || named > 2 || keys.some((key) => !/^[0-9a-f]{64}$/i.test(key.replaceAll(/[\s:]/g, "")));
	if (files.length !== 1 || file === void 0 || file.startsWith("--") || bad) {
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
	const report = checkRecord(bytes, keys);
	for (const line of recordReportText(report)) console.log(line);
	if (report.problems.some(({ code }) => code === "not-a-zip")) return 2;
	return report.problems.length === 0 ? 0 : 1;
}
process.exitCode = run(process.argv.slice(2));

export {  };