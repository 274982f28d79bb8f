import type { Law } from '../../../contract/shape.ts'
import { ccpa } from './ccpa.ts'
import { gdpr } from './gdpr.ts'
import type { LawRules } from './law-rules.ts'
import { ukGdpr } from './uk-gdpr.ts'

/** Every law there is, one line each; its id is in the contract too. */
export const laws: { readonly [Id in Law]: LawRules<Id> } = { gdpr, 'uk-gdpr': ukGdpr, ccpa }
