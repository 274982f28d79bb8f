import { readFileSync } from 'node:fs'
import { checkRecord } from '../../src-main/core/records/check-record.ts'
import { recordReportText } from '../../src-main/core/records/record-report-text.ts'

const usage = `Checks a record of an erasure made by Lethe.

  node check.mjs RECORD.zip [--key FINGERPRINT [--key FINGERPRINT]]

FINGERPRINT is the SHA-256 of the operator's public key (64 hexadecimal digits), which you got from the operator by another way.
Given twice, the second is that of whoever counter-signed the record.
Exit code: 0 intact and not signed by another key than the one given; 1 not; 2 wrong usage, or a file that is no ZIP.`

function run(args: readonly string[]): number {
  const isKeyOption = (at: number) => args[at] === '--key'
  const keys = args.filter((_, at) => isKeyOption(at - 1))
  const files = args.filter((_, at) => !isKeyOption(at) && !isKeyOption(at - 1))
  const file = files[0]
  const named = args.filter(word => word === '--key').length
  const bad = keys.length !== named || named > 2 || keys.some(key => !/^[0-9a-f]{64}$/i.test(key.replaceAll(/[\s:]/g, '')))
  if (files.length !== 1 || file === undefined || file.startsWith('--') || bad) {
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
  const report = checkRecord(bytes, keys)
  for (const line of recordReportText(report)) console.log(line)
  if (report.problems.some(({ code }) => code === 'not-a-zip')) return 2
  return report.problems.length === 0 ? 0 : 1
}

process.exitCode = run(process.argv.slice(2))
