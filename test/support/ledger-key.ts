import { createPublicKey, type KeyObject } from 'node:crypto'
import type { Ports } from '../../src-main/core/ports.ts'

/** The public half of the key that signs in a workspace of a test. */
export const openLedgerKey = ({ secrets }: Ports): KeyObject => createPublicKey(secrets.read('signing-key')!)
