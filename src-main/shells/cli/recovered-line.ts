import type { Recovered } from '../../contract/workspace.ts'

/** What opening the workspace did about an erasure that was left half way. */
export const recoveredLine = (one: Recovered): string => ('requestId' in one ? {
  undone: `An erasure (request ${one.requestId}) was interrupted before anything was changed: it was undone. Run it again when you like.`,
  finished: `An erasure (request ${one.requestId}) was interrupted after the rows were gone: it has been finished now.`,
  unfinished: `An erasure (request ${one.requestId}) is not finished: traces are left in the files. Run "lethe erase ${one.requestId}" again.`,
} : {
  undone: `The erasure of a dataset (${one.datasetId}) was interrupted before anything was changed: it was undone. Run it again when you like.`,
  finished: `The erasure of a dataset (${one.datasetId}) was interrupted after its rows were gone: it has been finished now.`,
  unfinished: `The erasure of a dataset (${one.datasetId}) is not finished: traces may be left in the files. Run "lethe dataset erase ${one.datasetId}" again.`,
})[one.how]
