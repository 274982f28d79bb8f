import type { ApiName } from './api.ts'
import type { Role } from './people.ts'

/**
 * Whom a call is for where two or more work here: 'anyone', signed in or not; 'colleagues', whoever is signed in; else those with any
 * of the roles. Own: about oneself it is for every colleague, about another for those roles.
 */
export type Admits = 'anyone' | 'colleagues' | readonly [Role, ...Role[]] | { readonly own: 'colleagues'; readonly others: readonly [Role, ...Role[]] }

const casework = ['officer'] as const
const material = ['engineer'] as const
const proof = ['officer', 'auditor'] as const
const running = ['administrator'] as const

/** Beside every call of api.ts: who may make it. Whoever looks for a right finds it here and nowhere else; core/people/admit.ts asks. */
export const admits: { readonly [N in ApiName]: Admits } = {
  'workspace.overview': 'colleagues', 'workspace.scan': 'colleagues', 'workspace.backup': running, 'workspace.restore': running,
  'settings.show': 'colleagues', 'settings.change': running,

  'people.sign-in': 'anyone', 'people.sign-out': 'anyone', 'people.current': 'anyone',
  'people.list': 'colleagues', 'people.add': running, 'people.change': running, 'people.set-idle': running,
  'people.rename': { own: 'colleagues', others: running }, 'people.set-passphrase': { own: 'colleagues', others: running }, 'people.remove': { own: 'colleagues', others: running },

  'sample.list': 'colleagues',
  'dataset.import': material, 'dataset.erase': material,
  'dataset.list': 'colleagues', 'dataset.show': 'colleagues', 'dataset.view': 'colleagues', 'dataset.page': 'colleagues', 'dataset.rows': 'colleagues',
  'dataset.cell': 'colleagues', 'dataset.history': 'colleagues', 'dataset.profile': 'colleagues',

  'learner.list': 'colleagues', 'model.list': 'colleagues', 'model.show': 'colleagues',
  'model.train': material, 'export.list': 'colleagues',
  'model.export': ['engineer', 'officer'], 'model.export-replaced': ['engineer', 'officer'],
  // changes nothing, and whoever carries out a request chooses a method by it
  'model.compare': ['engineer', 'officer'],

  'law.list': 'colleagues', 'law.due': 'colleagues', 'request.show': 'colleagues', 'request.list': 'colleagues', 'request.rows': 'colleagues', 'request.plan': 'colleagues',
  'request.preview': casework, 'request.match': casework, 'request.load-list': casework, 'list.list': 'colleagues', 'list.export-answer': casework, 'suppression.list': 'colleagues', 'suppression.lift': casework,
  'request.open': casework, 'request.extend': casework, 'request.verify': casework, 'request.approve': ['approver'],
  'reason.list': 'colleagues', 'request.counts': 'colleagues', 'request.timeline': 'colleagues',
  'request.ask-identity': casework, 'request.note': casework, 'request.decide': casework, 'request.submit': casework,
  // an officer may stop what was approved; denying is a decision of its own, as approving is
  'request.undo-approval': ['approver', 'officer'], 'request.deny': ['approver'],
  'request.withdraw': casework, 'request.close-not-found': casework, 'request.expire': casework, 'request.hold': casework, 'request.lift-hold': casework,
  'erasure.run': casework, 'erasure.run-together': casework, 'erasure.show': 'colleagues',

  // these show or hold what a person is known by and answered at
  'request.identifiers': casework, 'request.answer-to': casework, 'letter.list': 'colleagues', 'letter.draft': casework, 'letter.save': casework, 'letter.export': casework, 'letter.sent': casework,
  'letter.templates': 'colleagues', 'letter.change-template': casework,
  'recipient.list': 'colleagues', 'recipient.add': casework, 'recipient.change': casework, 'recipient.remove': casework,
  'notice.list': 'colleagues', 'notice.letter': casework, 'notice.note': casework, 'notice.note-all': casework, 'notice.export': casework, 'report.export': proof,

  'record.list': 'colleagues', 'record.replay': 'colleagues', 'record.preview': 'colleagues', 'record.check-own': 'colleagues', 'record.check': 'colleagues',
  'record.export': proof, 'record.export-statements': proof, 'record.opening': proof,
  // a second person's signature, with a key of their own
  'record.countersign': ['officer', 'approver', 'auditor'],
  'ledger.list': 'colleagues', 'ledger.proof': 'colleagues', 'ledger.check': 'colleagues', 'ledger.export': proof,

  'key.list': 'colleagues', 'key.card': ['administrator', 'officer', 'auditor'], 'key.rotate': running, 'key.declare-lost': running, 'key.protect': running, 'key.unprotect': running,

  'job.list': 'colleagues', 'job.show': 'colleagues', 'job.result': 'colleagues', 'job.log': 'colleagues',
  'job.cancel': ['administrator', 'officer', 'engineer'],
}
