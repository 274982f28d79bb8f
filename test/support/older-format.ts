import { renameSync, rmSync } from 'node:fs'
import { applicationId, migrations } from '../../src-main/core/database/migrate.ts'
import { openDatabase } from '../../src-main/core/database/open-database.ts'

/** What an older format had in a place where the present one has it elsewhere. */
const elsewhere: Readonly<Record<string, string>> = {
  'request.dataset_id': '(SELECT s.dataset_id FROM now.request_dataset s WHERE s.request_id = t.id)',
  'pending_scan.request_id': '(SELECT r.id FROM now.request r WHERE r.erasure_id = t.erasure_id)',
}

/** Puts in the place of a database, closed and of requests about one dataset each, one that an older Lethe would have written of the same. */
export function asOlderFormat(version: number): (file: string) => void {
  return file => {
    const older = `${file}-older`
    const db = openDatabase(older)
    db.pragma('foreign_keys = OFF')
    for (const migration of migrations) if (migration.version <= version) migration.up(db)
    db.pragma(`user_version = ${version}`)
    db.pragma(`application_id = ${applicationId}`)
    db.prepare('ATTACH ? AS now').run(file)
    for (const sql of db.prepare<[], string>(`SELECT sql FROM now.sqlite_schema WHERE tbl_name GLOB 'dataset_rows_*' AND sql IS NOT NULL ORDER BY type DESC`).pluck().all()) db.exec(sql)
    // Filled by triggers.
    const tables = db.prepare<[], string>(`SELECT name FROM main.sqlite_schema WHERE type = 'table' AND name NOT IN ('ledger_place', 'ledger_subject')`).pluck().all()
    for (const table of tables) {
      const has = columnsOf('now', table)
      const columns = columnsOf('main', table).filter(column => has.includes(column) || `${table}.${column}` in elsewhere)
      if (has.length > 0) db.exec(`DELETE FROM main.${table}; INSERT INTO main.${table} (${columns.join()}) SELECT ${columns.map(column => elsewhere[`${table}.${column}`] ?? `t.${column}`).join()} FROM now.${table} t ORDER BY ${table.startsWith('ledger_') ? columns[0] : 1}`)
    }
    db.exec('DETACH now')
    db.close()
    for (const left of [file, `${file}-wal`, `${file}-shm`]) rmSync(left, { force: true })
    renameSync(older, file)

    function columnsOf(schema: string, table: string): string[] {
      return db.prepare<[], string>(`SELECT name FROM pragma_table_info('${table}', '${schema}')`).pluck().all()
    }
  }
}
