/** What stays outside, in every record. */
export const notErasedByLethe: readonly string[] = [
  'the source file the data was imported from',
  'backups, snapshots and copies in synchronised folders',
  'swap space, and blocks a solid-state disk keeps aside (wear levelling)',
  'copies of the data or of earlier models given to others',
]

/** What the record does not say, whatever it says. */
export const notClaimed: readonly string[] = [
  'that closeness to a retrained model proves which procedure ran: the record says what was run, by whose program and with which result',
  'that choices people made while looking at the erased rows (column roles and types, settings) do not reflect them',
  'that predictions the earlier model made before the erasure were undone',
  'that the times are right: they are the operator\'s clock',
  'anything about a method whose guarantee is "none": such a model is an approximation without a bound',
]
