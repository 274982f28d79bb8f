/** A step of a request that is asked about before it is taken. */
export type AskedStep = 'verify' | 'ask-identity' | 'note' | 'submit' | 'approve' | 'undo' | 'deny' | 'withdraw' | 'not-found' | 'expire' | 'match' | 'hold' | 'lift'
