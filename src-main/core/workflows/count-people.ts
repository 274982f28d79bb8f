import { existsSync } from 'node:fs'
import { examineFile } from '../database/examine-file.ts'
import { openDatabase, type Db } from '../database/open-database.ts'
import { peopleCount } from '../people/actor-table.ts'
import { databaseFile } from './workspace-folder.ts'

/** How many work in the workspace of this folder; 0 where there is none, it cannot be read, or it is from before there were people. */
export function countPeople(directory: string): number {
  const file = databaseFile(directory)
  if (!existsSync(file)) return 0
  let db: Db | undefined
  try {
    examineFile(file, false)
    db = openDatabase(file)
    return peopleCount(db)
  } catch {
    return 0
  } finally {
    db?.close()
  }
}
