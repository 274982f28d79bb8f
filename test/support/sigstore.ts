import type { KeyObject } from 'node:crypto'
import { toSignedEntity, Verifier } from '@sigstore/verify'

/** Whether Sigstore's verifier, which shares nothing with ours, takes one signature of an envelope: as a bundle with a key of ours and no transparency log of theirs. It reads the first signature of a bundle only. */
export function verifiedBySigstore(text: string, key: KeyObject, signature = 0): boolean {
  const { payload, payloadType: type, signatures: all } = JSON.parse(text) as { payload: string; payloadType: string; signatures: { keyid: string; sig: string }[] }
  const signatures = [all[signature]!]
  const entity = toSignedEntity({
    mediaType: 'application/vnd.dev.sigstore.bundle.v0.3+json',
    verificationMaterial: { content: { $case: 'publicKey', publicKey: { hint: signatures[0]!.keyid } }, tlogEntries: [], timestampVerificationData: undefined },
    content: { $case: 'dsseEnvelope', dsseEnvelope: { payload: Buffer.from(payload, 'base64'), payloadType: type, signatures: signatures.map(({ keyid, sig }) => ({ keyid, sig: Buffer.from(sig, 'base64') })) } },
  })
  const verifier = new Verifier({ certificateAuthorities: [], timestampAuthorities: [], tlogs: [], ctlogs: [], publicKey: () => ({ publicKey: key, validFor: () => true }) }, { tlogThreshold: 0, ctlogThreshold: 0, timestampThreshold: 0 })
  try {
    return verifier.verify(entity).key === key
  } catch (error) {
    if ((error as { code?: string }).code === 'SIGNATURE_ERROR') return false
    throw error
  }
}
