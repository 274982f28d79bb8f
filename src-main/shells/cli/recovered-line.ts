import type { Recovered } from '../../contract/workspace.ts'

/** What opening the workspace did about an erasure that was left half way. */
export const recoveredLine = ({ requestId, how }: Recovered): string => ({
  undone: `An erasure (request ${requestId}) was interrupted before anything was changed: it was undone. Run it again when you like.`,
  finished: `An erasure (request ${requestId}) was interrupted after the rows were gone: it has been finished now.`,
  unfinished: `An erasure (request ${requestId}) is not finished: traces are left in the files. Run "lethe erase ${requestId}" again.`,
}[how])
