import type { Organisation } from '../../contract/record.ts'
import { plainText } from './plain-text.ts'

/** README.txt: what a record is, what it proves and does not, how to check it by hand; the same in every record but for who answers for the data. */
export const readmeText = (organisation?: Organisation): string => `RECORD OF AN ERASURE

What this is
  Somebody asked that rows about them be erased, from a dataset and from the
  models that learned from it. This file says what was done, when, and how it
  was checked. It was written by Lethe and signed with the key of the operator
  who carried out the erasure. No name, no identifier and no value of an erased
  row is in it.
${organisation === undefined ? '' : organisationPart(organisation)}
What it proves
  - Nothing in it was changed since it was signed.
  - The entries in entries.jsonl are in the operator's ledger, at the places
    they name, under the checkpoint in checkpoint.txt. A ledger that was cut,
    rolled back or written anew later does not fit this checkpoint: keep this
    file, it is a witness.
  - The statement is the one the ledger bound when the erasure was completed.
  - record.pdf and bom.cdx.json say what the statement says.

What it does not prove
  - That the operator told the truth. It proves what they signed.
  - When things happened: all times are those of the operator's clock.
  - That no copy exists elsewhere. The statement lists what Lethe does not
    erase under "notErasedByLethe", and what is not claimed at all under
    "notClaimed".
  - How the letters of record.pdf look. The checker reads which letters they
    stand for; whoever holds the key could draw others. In doubt, read the
    statement.
  - That the key is the operator's. Whoever holds the key, and every copy of
    the ledger and of its records, could write another history. Compare the
    fingerprint of the key with one you got from the operator by another way.

The files
  record.pdf         for people: what was asked, done and measured (tagged PDF).
                     Its words are those the statement gives; the checker
                     compares every one of them
  record.dsse.json   the statement (in-toto Statement v1), signed (DSSE)
  entries.jsonl      the ledger's entries about this request, one per line
  proofs.json        a proof for each entry that the ledger contains it
  checkpoint.txt     size and root of the ledger, signed (C2SP tlog-checkpoint)
  public-key.pem     the key that signed everything here (Ed25519)
  countersigner-key.pem   where there is one: the key of a second person, who
                     signed the statement too
  SHA256SUMS, SHA256SUMS.sig   the digest of every other file, signed
  bom.cdx.json       the software, and a card for each model (CycloneDX 1.6)
  check.mjs          a checker that needs nothing but Node.js 18 or newer

How to check it
  node check.mjs RECORD.zip --key FINGERPRINT

  A checker you got elsewhere is better than the one in here: whoever can forge
  a record can put a forged checker into it. Or check by hand, in the folder
  this was unpacked to, with sha256sum, jq, base64 and OpenSSL 3. Each step
  says by itself whether it went well. (On macOS, use Homebrew's openssl and
  coreutils.)

--- by hand: begin ---
# 1. No file was changed, and the list of digests is signed.
failed=
sha256sum -c SHA256SUMS || failed=1
openssl pkeyutl -verify -pubin -inkey public-key.pem -rawin \\
  -in SHA256SUMS -sigfile SHA256SUMS.sig || failed=1

# 2. Whose key it is: compare this with the fingerprint you were given.
openssl pkey -pubin -in public-key.pem -outform DER | sha256sum | cut -c 1-64

# 3. The statement is signed, and is about these files. Then read it:
#    jq . statement.json
jq -r .payload record.dsse.json | base64 -d > statement.json
sha256sum < statement.json | cut -c 1-64     # record.pdf prints it under Proof
{
  printf 'DSSEv1 28 application/vnd.in-toto+json %d ' "$(wc -c < statement.json)"
  cat statement.json
} > statement.signed
jq -r '.signatures[0].sig' record.dsse.json | base64 -d > statement.sig
openssl pkeyutl -verify -pubin -inkey public-key.pem -rawin \\
  -in statement.signed -sigfile statement.sig || failed=1
if [ -f countersigner-key.pem ]; then   # whose key that is, tells step 2
  jq -r '.signatures[1].sig' record.dsse.json | base64 -d > counter.sig
  openssl pkeyutl -verify -pubin -inkey countersigner-key.pem -rawin \\
    -in statement.signed -sigfile counter.sig || failed=1
fi
jq -r '.subject[] | .digest.sha256 + "  " + .name' statement.json |
  sha256sum -c || failed=1

# 4. The ledger bound this outcome when the erasure was completed.
sed 's/^.*"outcome":\\({.*}\\)},"predicateType":.*$/\\1/' statement.json |
  tr -d '\\n' | sha256sum | cut -c 1-64 > outcome.sha256
jq -r 'select(.kind == "erasure-completed") | .outcome' entries.jsonl |
  cmp - outcome.sha256 && echo 'outcome: bound by the ledger' || failed=1

# 5. The checkpoint is signed, and is the one the statement names.
head -n 3 checkpoint.txt > checkpoint.signed
tail -n 1 checkpoint.txt | cut -d ' ' -f 3 | base64 -d | tail -c 64 > checkpoint.sig
openssl pkeyutl -verify -pubin -inkey public-key.pem -rawin \\
  -in checkpoint.signed -sigfile checkpoint.sig || failed=1
{
  head -n 2 checkpoint.txt
  sed -n 3p checkpoint.txt | base64 -d | od -A n -v -t x1 | tr -d ' \\n'
  echo
} > checkpoint.facts
jq -r '.predicate.ledger | .origin, .size, .root' statement.json |
  cmp - checkpoint.facts && echo 'checkpoint: named by the statement' || failed=1

# 6. Every entry is in the ledger of that checkpoint (RFC 9162, section 2.1.3.2).
size=$(sed -n 2p checkpoint.txt)
root=$(sed -n 3p checkpoint.txt)
digest() { openssl dgst -sha256 -binary | base64; }
raw() { printf '%s' "$1" | base64 -d; }
while IFS= read -r entry; do
  seq=$(printf '%s' "$entry" | jq .seq)
  hash=$({ printf '\\000'; printf '%s' "$entry"; } | digest)
  first=$((seq - 1))
  last=$((size - 1))
  for other in $(jq -r ".proofs[] | select(.seq == $seq) | .hashes[]" proofs.json); do
    if [ $((first % 2)) -eq 1 ] || [ "$first" -eq "$last" ]; then
      hash=$({ printf '\\001'; raw "$other"; raw "$hash"; } | digest)
      while [ $((first % 2)) -eq 0 ] && [ "$first" -ne 0 ]; do
        first=$((first / 2)); last=$((last / 2))
      done
    else
      hash=$({ printf '\\001'; raw "$hash"; raw "$other"; } | digest)
    fi
    first=$((first / 2)); last=$((last / 2))
  done
  if [ "$hash" = "$root" ] && [ "$last" -eq 0 ]
  then echo "entry $seq: in the ledger"
  else echo "entry $seq: NOT IN THE LEDGER"; failed=1
  fi
done < entries.jsonl

# 7. This fails where any step before it did.
[ -z "$failed" ] && echo 'every step went well; compare the fingerprint (2)'
--- by hand: end ---
`

/** Texts as long as the settings take, a line each line. */
const organisationPart = ({ name, contact }: Organisation): string =>
  `\nWho answers for the data, in their own words\n${[name, ...contact.split(/\r?\n/)].filter(line => line !== '').map(line => `  ${plainText(line)}\n`).join('')}`
