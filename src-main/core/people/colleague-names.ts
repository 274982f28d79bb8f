import type { Colleague } from '../../contract/people.ts'
import { CoreError } from '../base/core-error.ts'
import type { Db } from '../database/open-database.ts'
import { listColleagues } from './actor-table.ts'

/** As it is kept: spaces are single. */
export const tidyName = (name: string): string => name.normalize('NFC').trim().replaceAll(/\s+/gu, ' ')

/** The same for names that people would take for one: capitals do not tell two apart. */
export const foldName = (name: string): string => tidyName(name).toLowerCase()

/** Throws 'people/name-taken' where someone other than this one is called so. */
export function refuseTaken(db: Db, name: string, but: string | undefined): void {
  if (listColleagues(db).some(one => one.id !== but && one.name !== null && foldName(one.name) === foldName(name))) throw new CoreError('people/name-taken', {})
}

export const findByName = (db: Db, name: string): Colleague | undefined => listColleagues(db).find(one => one.name !== null && foldName(one.name) === foldName(name))
