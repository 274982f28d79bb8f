import { isBomOf, packagesIn, textsInBom, textsOfBom } from './bom.ts'
import type { ZipFiles } from './canonical-zip.ts'
import { changedMembers, type Difference, type Retelling, type Witness } from './changed-members.ts'
import { checkPdf, pdfSays, textsInPdf, whereDiffers, wordsOfPdf } from './check-pdf.ts'
import { exactText } from './exact-text.ts'
import type { RecordFile } from './record-files.ts'
import { recordDocument } from './record-words.ts'
import type { ErasureStatement } from './statement.ts'

/** Takes down a problem; files that do not belong to a record have names of their own. */
export type Report = (file: RecordFile | string, code: string, message: string, path?: string) => void

/** What tells people and other programs of the statement has to say the same as the statement. Where it is as it was signed and the statement is not, it tells what was changed there. */
export function checkRetellings(statement: ErasureStatement, digest: string, files: ZipFiles, report: Report, isWitness: (name: RecordFile) => boolean): void {
  const pdf = files.get('record.pdf')
  const bom = files.get('bom.cdx.json')
  const list = bom === undefined ? undefined : exactText(bom) ?? ''
  const problems = [
    pdf === undefined ? undefined : checkPdf(pdf, recordDocument(statement, digest)),
    list === undefined || isBomOf(list, statement, digest) ? undefined : { code: 'bom-differs', message: 'The list of software and models is not the one this statement gives.', path: undefined },
  ]
  const retold = (['record.pdf', 'bom.cdx.json'] as const).map((file, k) => ({ file, problem: problems[k], isWitness: problems[k] !== undefined && problems[k].code !== 'bad-pdf' && isWitness(file) }))
  const witnesses = retold.filter(one => one.isWitness).map(({ file }): Witness => (file === 'record.pdf' ? { told: textsInPdf(pdf!), retelling: wordsOfPdf } : { told: textsInBom(list!), retelling: bomLike(list!) }))
  const changed = witnesses.length === 0 ? [] : changedMembers(statement, digest, witnesses)
  let witness = 0
  for (const { file, problem, ...one } of retold) {
    if (problem === undefined) continue
    let isNamed = false
    for (const { path, differences } of one.isWitness ? changed : []) {
      const difference = differences[witness]
      if (difference === undefined) continue
      report('record.dsse.json', problem.code, retoldOtherwise(file, difference), path)
      isNamed = true
    }
    if (one.isWitness) witness += 1
    if (!isNamed) report(file, problem.code, problem.message, problem.path)
  }
}

const bomLike = (list: string): Retelling => {
  const packages = packagesIn(list)
  return (statement, digest) => textsOfBom(statement, digest, packages)
}

const retoldOtherwise = (file: 'record.pdf' | 'bom.cdx.json', { told, given }: Difference): string =>
  (file === 'record.pdf' ? pdfSays(told, given) : `The list of software and models says ${whereDiffers(told, given)} where the statement gives ${whereDiffers(given, told)}.`)
