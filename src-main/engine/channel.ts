/** One end of a two-way line of messages: a child process, a utility process, a socket. */
export interface Channel {
  post(message: unknown): void
  onMessage(told: (message: unknown) => void): void
  /** Called once, when the other end is gone however it went; `code` is a process's exit code where there is one. */
  onClose(told: (code: number | null) => void): void
  close(): void
}

/** The other end is a process that was started here. */
export interface ProcessChannel extends Channel {
  readonly pid: number | undefined
  /** Ends it at once, whatever it is doing. */
  kill(): void
}
