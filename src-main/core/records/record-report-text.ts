import type { RecordReport } from '../../contract/record.ts'

/** A report in lines for people: the answer first, then every problem. Never plain "ok" where nobody said whose key it should be. */
export function recordReportText({ intact, ok, signedBy, counterSignedBy, keySince, organisation, problems }: RecordReport): string[] {
  const found = problems.map(({ file, path, message }) => `  ${file}${path === undefined ? '' : ` (${path})`}: ${message}`)
  const named = organisation === undefined ? [] : [`It names as the one who answers for the data, in their own words: ${[organisation.name, organisation.contact].filter(part => part !== '').join(', ')}`]
  const counter = counterSignedBy === undefined ? [] : [`counter-signed by ${counterSignedBy.key}, ${counterSignedBy.confirmed ? 'a key you gave' : 'a key you have not confirmed'}`]
  const since = keySince === undefined ? [] : [keySince.how === 'rotated'
    ? `This key counts from entry ${keySince.seq} of the ledger on. The key before it, ${keySince.before}, signed that too.`
    : `This key counts from entry ${keySince.seq} of the ledger on, because the key before it, ${keySince.before}, was declared lost: what came before rests on the word of whoever holds this one.`]
  if (ok) return [`intact, signed by the key you gave: ${signedBy}`, ...counter, ...since, ...named]
  if (intact && problems.length > 0) return ['intact, but NOT signed by the key you gave:', ...found]
  if (intact) {
    return [
      `intact, signed by a key you have not confirmed: ${signedBy}`,
      'Compare this fingerprint with one you got from the operator by another way, or check again with --key FINGERPRINT.',
      ...counter, ...since, ...named,
    ]
  }
  return [`NOT intact: ${problems.length === 1 ? '1 problem' : `${problems.length} problems`}`, ...found]
}
