import { Notification } from 'electron'
import type { ApiClient } from '../../contract/reply.ts'
import { deadlineNotice, jobNotice } from './notices.ts'

export interface NotificationOptions {
  readonly engine: ApiClient
  /** Of whoever signed in in the window last; where they are no longer, deadlines are not told. */
  session(): string | undefined
  /** True while the person looks at the window and sees everything there. */
  isWatched(): boolean
  /** Called when a notice is clicked. */
  onOpen(): void
}

/** How often deadlines are looked at; they are told once a day. */
const lookEveryMs = 3_600_000

/** Tells what happened while the window was not looked at: jobs that ended, requests that are due. */
export function startNotifications({ engine, session, isWatched, onOpen }: NotificationOptions): void {
  const shown = new Set<Notification>() // a notice that nothing holds loses its click
  let toldOn = ''
  const tell = (body: string | undefined) => {
    if (body === undefined || isWatched() || !Notification.isSupported()) return false
    const notice = new Notification({ title: 'Lethe', body })
    shown.add(notice)
    notice.on('click', onOpen)
    notice.on('close', () => shown.delete(notice))
    notice.show()
    return true
  }
  const lookAtDeadlines = async () => {
    const today = new Date().toDateString()
    if (toldOn === today || isWatched()) return
    const overview = await engine.call('workspace.overview', {}, session()).catch(() => undefined)
    if (overview !== undefined && tell(deadlineNotice(overview))) toldOn = today
  }
  engine.on('job.changed', job => void tell(jobNotice(job)))
  engine.on('engine.changed', ({ state }) => {
    if (state === 'ready') void lookAtDeadlines()
  })
  setInterval(() => void lookAtDeadlines(), lookEveryMs).unref()
}
