import { randomUUID } from 'node:crypto'
import { mkdirSync, readFileSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { cacheFolder } from './cache-folder.mjs'
import { SetupProblem, say } from './setup-problem.mjs'

// A holder touches its lock every 2 s. One that was killed is known by its process ids; where those mean nothing to us
// (another container on the same folder) or were given to other processes since, by a heartbeat older than these.
const heartbeatMs = 2_000
const strangerStaleMs = 60_000
const sameHostStaleMs = 600_000
const waitMostMs = 900_000

/**
 * Runs `work` while no other process of this user holds the lock `name`. `work` gets `{ addProcess(pid) }`: a child that
 * outlives a killed parent goes on holding the lock, because it goes on writing.
 */
export async function oneAtATime(name, work) {
  const folder = join(cacheFolder(), `${name}.lock`)
  const holder = { token: randomUUID(), host: hostname(), pids: [process.pid] }
  await take(folder, holder)
  const heartbeat = setInterval(() => touch(folder), heartbeatMs)
  const release = () => {
    if (read(folder)?.token === holder.token) rmSync(folder, { recursive: true, force: true })
  }
  process.on('exit', release)
  try {
    return await work({
      addProcess(pid) {
        holder.pids.push(pid)
        write(folder, holder)
      },
    })
  } finally {
    clearInterval(heartbeat)
    process.off('exit', release)
    release()
  }
}

async function take(folder, holder) {
  const start = Date.now()
  for (let told = false; !claim(folder, holder); ) {
    if (isStale(folder)) {
      removeStale(folder)
      continue
    }
    if (!told) say('Another start of Lethe is setting up; waiting for it.')
    told = true
    if (Date.now() - start > waitMostMs) throw new SetupProblem(`Another start of Lethe has been setting up for 15 minutes. If none is running, remove the folder ${folder} and start again.`)
    await new Promise(resolve => setTimeout(resolve, 250))
  }
}

/** A folder filled beforehand and renamed into place: nobody ever sees a lock without its holder. */
function claim(folder, holder) {
  const prepared = `${folder}.${holder.token}`
  mkdirSync(prepared)
  write(prepared, holder)
  try {
    renameSync(prepared, folder) // fails on a folder with something in it
    return true
  } catch (error) {
    rmSync(prepared, { recursive: true, force: true })
    if (['ENOTEMPTY', 'EEXIST', 'EPERM', 'EACCES'].includes(error.code)) return false // the last two: Windows
    throw error
  }
}

function isStale(folder) {
  const holder = read(folder)
  if (holder === undefined) return false // released this moment
  const age = heartbeatAge(folder)
  if (holder.host !== hostname()) return age > strangerStaleMs
  return !holder.pids.some(isAlive) || age > sameHostStaleMs
}

/** Only one waiter removes at a time, and it looks again first: the lock it saw may be a new holder's by now. */
function removeStale(folder) {
  const guard = `${folder}.removing`
  try {
    mkdirSync(guard)
  } catch {
    if (Date.now() - (modified(guard) ?? Date.now()) > 30_000) rmSync(guard, { recursive: true, force: true })
    return
  }
  try {
    if (isStale(folder)) rmSync(folder, { recursive: true, force: true })
  } finally {
    rmSync(guard, { recursive: true, force: true })
  }
}

const holderFile = folder => join(folder, 'holder.json')
const heartbeatAge = folder => Date.now() - (modified(holderFile(folder)) ?? Date.now())

function write(folder, holder) {
  // Written aside and renamed, so that a reader never finds half a file.
  const aside = join(folder, `holder.${holder.token}`)
  writeFileSync(aside, JSON.stringify(holder))
  renameSync(aside, holderFile(folder))
}

function read(folder) {
  try {
    return JSON.parse(readFileSync(holderFile(folder), 'utf8'))
  } catch {
    return undefined
  }
}

function touch(folder) {
  try {
    const now = new Date()
    utimesSync(holderFile(folder), now, now)
  } catch {
    // The lock was removed by hand; the work goes on.
  }
}

function modified(path) {
  try {
    return statSync(path).mtimeMs
  } catch {
    return undefined
  }
}

function isAlive(pid) {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error.code === 'EPERM' // somebody else's process, but a process
  }
}
