import type { RecordReport } from '../../contract/record.ts'

/** A report in lines for people: the answer first, then every problem. Never plain "ok" where nobody said whose key it should be. */
export function recordReportText({ intact, ok, signedBy, problems }: RecordReport): string[] {
  const found = problems.map(({ file, path, message }) => `  ${file}${path === undefined ? '' : ` (${path})`}: ${message}`)
  if (ok) return [`intact, signed by the key you gave: ${signedBy}`]
  if (intact && problems.length > 0) return ['intact, but NOT signed by the key you gave:', ...found]
  if (intact) {
    return [
      `intact, signed by a key you have not confirmed: ${signedBy}`,
      'Compare this fingerprint with one you got from the operator by another way, or check again with --key FINGERPRINT.',
    ]
  }
  return [`NOT intact: ${problems.length === 1 ? '1 problem' : `${problems.length} problems`}`, ...found]
}
