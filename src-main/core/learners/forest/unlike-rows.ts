import { CoreError } from '../../base/core-error.ts'

/** Of rows that cannot be those a forest learned from: another column, a text it does not have. */
export const unlikeRows = () => new CoreError('model/state-damaged', { learner: 'forest', part: 'model.trees' })
