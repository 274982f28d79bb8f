export const base = {
  optional: 'optional',
  close: 'Close',
  cancel: 'Cancel',
  details: 'Details',
  tryAgain: 'Try again',
  loading: 'Loading',
  updating: 'Updating',
  copied: 'Copied',
  copyRefused: 'Not copied: select the text and copy it by hand',
  doesNotApply: '–',
  empty: 'empty',
  notMeasured: 'not measured',
  notRun: 'not run',
  none: 'none',
  show: 'Show',
  typeToConfirm: 'Type {phrase} to confirm',
  typeFirst: 'Type {phrase} first',
  dropNoFile: 'What was dropped is not a file.',
  dropOneFile: 'Drop one file at a time.',
} as const

export const fingerprint = {
  waiting: 'One fingerprint; the second is not computed yet',
  same: 'Both fingerprints are the same, all 64 digits',
  different: 'The fingerprints differ in {count} of 64 digits | The fingerprints differ in {count} of 64 digits',
  howToRead: 'Each digit is a bar, 0 short, f tall. Below the line is the second fingerprint, mirrored: any difference breaks the reflection.',
  copy: 'Copy the fingerprint',
} as const
