import { resolve } from 'node:path'
import { ReportName } from '../../../contract/report.ts'
import { CoreError } from '../../../core/base/core-error.ts'
import type { Command } from '../command.ts'
import { reportFormatOf } from '../out-format.ts'
import { count } from '../terminal.ts'
import { wholeNumber } from '../whole-number.ts'

export const reportExportCommand: Command = {
  name: 'report export',
  arguments: [{ name: 'REPORT', about: ReportName.options.join(', ') }],
  options: { out: { value: 'FILE', about: 'where to write it: FILE.csv or FILE.pdf' }, year: { value: 'YEAR', about: 'requests received in this calendar year; ccpa-year needs one, the others are about all without' } },
  about: 'Write a report about requests: the CCPA log, its yearly counts, or the log for accountability; it names nobody',
  examples: ['lethe report export ccpa-year --year 2026 --out requests-2026.pdf', 'lethe report export accountability --out log.csv'],
  async run({ lethe, arguments: args, option }) {
    const report = ReportName.options.find(known => known === args['REPORT'])
    if (report === undefined) throw new CoreError('usage/bad-option-value', { option: 'REPORT', expected: `one of ${ReportName.options.join(', ')}` })
    const [out, given] = [option('out'), option('year')]
    if (out === undefined) throw new CoreError('usage/missing-option', { option: '--out FILE', command: 'report export' })
    const format = reportFormatOf(out)
    const year = given === undefined ? undefined : wholeNumber(given, '--year', { least: 2018, most: 9999, otherwise: 0 })
    const { call, toWrite } = await lethe()
    const made = { ...await call('report.export', { report, format, ...(year === undefined ? {} : { year }), file: await toWrite(out) }), file: resolve(out) }
    return { json: made, lines: [`Wrote ${made.file} about ${count(made.requests, 'request')}.`] }
  },
}
