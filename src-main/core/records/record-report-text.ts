import type { RecordReport } from '../../contract/record.ts'

/** A report in lines for people: the answer first, then every problem. Never plain "ok" where nobody said whose key it should be. */
export function recordReportText({ intact, ok, signedBy, organisation, problems }: RecordReport): string[] {
  const found = problems.map(({ file, path, message }) => `  ${file}${path === undefined ? '' : ` (${path})`}: ${message}`)
  const named = organisation === undefined ? [] : [`It names as the one who answers for the data, in their own words: ${[organisation.name, organisation.contact].filter(part => part !== '').join(', ')}`]
  if (ok) return [`intact, signed by the key you gave: ${signedBy}`, ...named]
  if (intact && problems.length > 0) return ['intact, but NOT signed by the key you gave:', ...found]
  if (intact) {
    return [
      `intact, signed by a key you have not confirmed: ${signedBy}`,
      'Compare this fingerprint with one you got from the operator by another way, or check again with --key FINGERPRINT.',
      ...named,
    ]
  }
  return [`NOT intact: ${problems.length === 1 ? '1 problem' : `${problems.length} problems`}`, ...found]
}
