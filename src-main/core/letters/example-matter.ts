import type { Law } from '../../contract/shape.ts'
import type { LetterMatter } from './letter-values.ts'

/** A matter with something to say for every placeholder: to tell which facts a template would say. */
export const exampleMatter = (law: Law): LetterMatter => ({
  law, requestId: 'rq-0123456789ab', organisation: { name: 'The organisation', contact: 'privacy@organisation.example' }, answerTo: { name: 'Their name', address: 'Their address' },
  today: '2026-03-20', receivedOn: '2026-02-03', dueOn: '2026-05-04', firstDueOn: '2026-03-03', extensionReason: 'The reason for taking longer.', effectOnTime: law === 'uk-gdpr' ? 'from-arrival' : 'goes-on',
  erased: { on: '2026-03-19', models: 2, datasets: [{ name: 'a dataset', rows: 3 }] },
  kept: [{ rows: 1, reason: { words: 'The reason for keeping.', article: 'an article' } }], reason: { words: 'The reason for the denial.', article: 'an article' },
  searched: ['what the person gave'], told: [{ name: 'One who was told', on: '2026-03-20' }], notTold: [{ name: 'One who was not', why: 'the reason why' }],
})
