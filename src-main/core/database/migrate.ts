import { CoreError } from '../base/core-error.ts'
import type { Db } from './open-database.ts'
import { foundation } from './migrations/0001-foundation.ts'
import { engine } from './migrations/0002-engine.ts'
import { settingsAndErasedDatasets } from './migrations/0003-settings-and-erased-datasets.ts'
import { ledgerFilter } from './migrations/0004-ledger-filter.ts'
import { keysAndCountersignatures } from './migrations/0005-keys-and-countersignatures.ts'
import { deadlines } from './migrations/0006-deadlines.ts'
import { requests } from './migrations/0007-requests.ts'
import { people } from './migrations/0008-people.ts'
import { modelExports } from './migrations/0009-model-exports.ts'
import { lettersAndNotices } from './migrations/0010-letters-and-notices.ts'
import { lifeOfARequest } from './migrations/0011-life-of-a-request.ts'
import { lists } from './migrations/0012-lists.ts'

export interface Migration {
  readonly version: number
  up(db: Db): void
}

/** Every step from an empty file to the present format, in order. */
export const migrations: readonly Migration[] = [foundation, engine, settingsAndErasedDatasets, ledgerFilter, keysAndCountersignatures, deadlines, requests, people, modelExports, lettersAndNotices, lifeOfARequest, lists]

/** "Leth" as a 32-bit number: tells our files from other SQLite files. */
export const applicationId = 0x4c657468

export const latestVersion = migrations[migrations.length - 1]!.version

/** Brings the file to the present format, each step in one transaction; refuses files of a newer Lethe and of other programs. */
export function migrate(db: Db): void {
  const found = db.pragma('user_version', { simple: true }) as number
  const owner = db.pragma('application_id', { simple: true }) as number
  const tables = db.prepare<[], number>(`SELECT count(*) FROM sqlite_schema`).pluck().get() ?? 0
  if (owner !== applicationId && (tables > 0 || found !== 0 || owner !== 0)) throw new CoreError('workspace/not-a-workspace', {})
  if (found > latestVersion) throw new CoreError('workspace/newer-version', { found, known: latestVersion })
  // A table that others refer to can only be made anew while references are not watched (sqlite.org/lang_altertable.html, section 7).
  const watched = db.pragma('foreign_keys', { simple: true }) as number
  db.pragma('foreign_keys = OFF')
  try {
    for (const migration of migrations) {
      if (migration.version <= found) continue
      db.transaction(() => {
        migration.up(db)
        if ((db.pragma('foreign_key_check') as unknown[]).length > 0) throw new CoreError('workspace/damaged', {})
        db.pragma(`user_version = ${migration.version}`)
        db.pragma(`application_id = ${applicationId}`)
      })()
    }
  } finally {
    db.pragma(`foreign_keys = ${watched}`)
  }
}
