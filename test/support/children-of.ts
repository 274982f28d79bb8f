import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync, readdirSync } from 'node:fs'

/** The processes that this one has started and that still live; on Linux without the program ps, which small systems lack. */
export function childrenOf(pid: number): number[] {
  const tasks = `/proc/${pid}/task`
  const listed = existsSync(tasks) ? readdirSync(tasks).map(task => readFileSync(`${tasks}/${task}/children`, 'utf8')).join(' ') : fromPs(pid)
  return listed.trim().split(/\s+/).filter(text => text !== '').map(Number)
}

function fromPs(pid: number): string {
  try {
    return execFileSync('ps', ['-o', 'pid=', '--ppid', String(pid)], { encoding: 'utf8' })
  } catch {
    return ''
  }
}
