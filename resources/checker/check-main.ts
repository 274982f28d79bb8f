import { readFileSync } from 'node:fs'
import { checkRecord } from '../../src-main/core/records/check-record.ts'
import { recordReportText } from '../../src-main/core/records/record-report-text.ts'

const usage = `Checks a record of an erasure made by Lethe.

  node check.mjs RECORD.zip [--key FINGERPRINT]

FINGERPRINT is the SHA-256 of the operator's public key (64 hexadecimal digits), which you got from the operator by another way.
Exit code: 0 intact and not signed by another key than the one given; 1 not; 2 wrong usage, or a file that is no ZIP.`

function run(args: readonly string[]): number {
  const keyAt = args.indexOf('--key')
  const key = keyAt === -1 ? undefined : args[keyAt + 1]
  const files = keyAt === -1 ? args : [...args.slice(0, keyAt), ...args.slice(keyAt + 2)]
  const file = files[0]
  if (files.length !== 1 || file === undefined || file.startsWith('--') || (keyAt !== -1 && !/^[0-9a-f]{64}$/i.test(key?.replaceAll(/[\s:]/g, '') ?? ''))) {
    console.error(usage)
    return args.length === 1 && args[0] === '--help' ? 0 : 2
  }
  let bytes: Buffer
  try {
    bytes = readFileSync(file)
  } catch {
    console.error(`${file} cannot be read.`)
    return 2
  }
  const report = checkRecord(bytes, key)
  for (const line of recordReportText(report)) console.log(line)
  if (report.problems.some(({ code }) => code === 'not-a-zip')) return 2
  return report.problems.length === 0 ? 0 : 1
}

process.exitCode = run(process.argv.slice(2))
