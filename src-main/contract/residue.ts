import { z } from 'zod'
import { count } from './shape.ts'

/** What the search for erased values in the workspace's files came to. */
export const ResidueReport = z.strictObject({
  files: count, bytes: count,
  /** Byte patterns searched for: whole row images and values no kept row has. */
  searched: count,
  /** Values too short or too common to be searched for: unknown, not clean. */
  notSearchable: count,
  found: count,
  /** True where a first search found something and the file was rebuilt before searching again. */
  rebuilt: z.boolean(),
}).readonly()
export type ResidueReport = z.output<typeof ResidueReport>
