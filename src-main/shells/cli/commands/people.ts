import { Role, type Colleague, type Roles } from '../../../contract/people.ts'
import { CoreError } from '../../../core/base/core-error.ts'
import { knownPassphrase } from '../key-passphrase.ts'
import type { Command, CommandContext } from '../command.ts'
import { newPeoplePassphrase } from '../new-people-passphrase.ts'
import { ownPassphrase } from '../sign-in-as.ts'
import { count, table } from '../terminal.ts'
import { wholeNumber } from '../whole-number.ts'

const called = ({ name, id }: Colleague): string => (name === null ? id : `${name} (${id})`)

const peopleLines = (people: readonly Colleague[]): string[] => table([['id', 'name', 'roles', 'since'], ...people.map(({ id, name, roles, addedAt }) => [id, name ?? 'not named', roles.join(', '), addedAt])])

/** By id, or by name in whatever capitals. */
async function find({ call }: CommandContext, given: string): Promise<Colleague> {
  const folded = given.normalize('NFC').trim().toLowerCase()
  const found = (await call('people.list', {})).find(one => one.id === given || one.name?.toLowerCase() === folded)
  if (found === undefined) throw new CoreError('people/not-found', { who: 'called so' })
  return found
}

const who = [{ name: 'WHO', about: 'name or id of someone who works here' }]
const rolesOption = { value: 'ROLE', repeatable: true as const, about: `${Role.options.join(', ')}; several with commas` }

function rolesOf({ list }: CommandContext, command: string): Roles {
  const given = list('role')
  if (given.length === 0) throw new CoreError('usage/missing-option', { option: '--role ROLE', command })
  return [...new Set(given.map(one => {
    const role = Role.safeParse(one)
    if (!role.success) throw new CoreError('usage/bad-option-value', { option: '--role', expected: `one or more of ${Role.options.join(', ')}` })
    return role.data
  }))]
}

export const peopleListCommand: Command = {
  name: 'people list',
  arguments: [],
  options: {},
  about: 'List who works in this workspace, with their roles, and who you are',
  examples: ['lethe people list --as "Ada Moor"'],
  async run({ call }) {
    const people = await call('people.list', {})
    const { colleague, signsIn } = await call('people.current', {})
    return {
      json: { people, you: colleague?.id ?? null, signsIn },
      lines: [...peopleLines(people), signsIn ? `You are signed in as ${colleague === null ? 'nobody' : called(colleague)}.` : 'One person works here, so nobody signs in, and you may do everything.'],
    }
  },
}

export const peopleSignInCommand: Command = {
  name: 'people sign-in',
  arguments: [{ name: 'NAME', about: 'your name here' }],
  options: {},
  about: 'Check that a name and its passphrase let in, and say which roles they have; other commands take --as NAME',
  examples: ['lethe people sign-in "Ada Moor"'],
  async run({ call, terminal, arguments: args }) {
    const { colleague, session } = await call('people.sign-in', { name: args['NAME']!, passphrase: await ownPassphrase(terminal) })
    // The session of this check; every command with --as has one of its own.
    await call('people.sign-out', {}, session)
    return { json: { ...colleague }, lines: [`${called(colleague)} can sign in, as ${colleague.roles.join(', ')}.`] }
  },
}

export const peopleAddCommand: Command = {
  name: 'people add',
  arguments: [{ name: 'NAME', about: 'what they are called here' }],
  options: {
    role: rolesOption,
    'new-passphrase-file': { value: 'FILE', about: 'a file with the passphrase they will sign in with; without it, it is asked for twice' },
    'my-name': { value: 'NAME', about: 'with the second person: your own name, by which you sign in from then on' },
    'my-passphrase-file': { value: 'FILE', about: 'with it: a file with your own passphrase to be; without it, it is asked for twice' },
  },
  about: 'Add someone who works in this workspace; from the second on everyone signs in',
  examples: ['lethe people add "Bo Lind" --role approver --my-name "Ada Moor"', 'lethe people add "Cy Ode" --role engineer,auditor --as "Ada Moor"'],
  async run(context) {
    const { call, option, terminal, arguments: args } = context
    const roles = rolesOf(context, 'people add')
    const myName = option('my-name')
    if (myName === undefined && option('my-passphrase-file') !== undefined) throw new CoreError('usage/missing-option', { option: '--my-name NAME', command: 'people add' })
    const passphrase = await newPeoplePassphrase(option('new-passphrase-file'), `Passphrase for ${args['NAME']!}`, '--new-passphrase-file', terminal)
    const first = myName === undefined ? {} : { first: { name: myName, passphrase: await newPeoplePassphrase(option('my-passphrase-file'), 'Your own passphrase', '--my-passphrase-file', terminal) } }
    const { colleague, first: me } = await call('people.add', { name: args['NAME']!, roles, passphrase, ...first })
    return {
      json: colleague,
      lines: [`Added ${called(colleague)}, as ${colleague.roles.join(', ')}.`, ...(me === null ? [] : [`From now on everyone signs in here; you with --as "${me.colleague.name ?? ''}".`])],
    }
  },
}

export const peopleChangeCommand: Command = {
  name: 'people change',
  arguments: who,
  options: { role: rolesOption },
  about: 'Give someone other roles, in the place of those they have',
  examples: ['lethe people change "Bo Lind" --role officer,auditor --as "Ada Moor"'],
  async run(context) {
    const roles = rolesOf(context, 'people change')
    const { id } = await find(context, context.arguments['WHO']!)
    const colleague = await context.call('people.change', { id, roles })
    return { json: colleague, lines: [`${called(colleague)} is ${colleague.roles.join(', ')} from now on.`] }
  },
}

export const peopleRenameCommand: Command = {
  name: 'people rename',
  arguments: [...who, { name: 'NAME', about: 'what they are called from now on' }],
  options: {},
  about: 'Call someone by another name; the ledger has none of them',
  examples: ['lethe people rename "Bo Lind" "Bo Lind-Moor" --as "Ada Moor"'],
  async run(context) {
    const { id } = await find(context, context.arguments['WHO']!)
    const colleague = await context.call('people.rename', { id, name: context.arguments['NAME']! })
    return { json: colleague, lines: [`${id} is called ${colleague.name ?? ''} from now on.`] }
  },
}

export const peoplePassphraseCommand: Command = {
  name: 'people passphrase',
  arguments: [],
  options: {
    of: { value: 'WHO', about: 'name or id of someone else, whom you give a new one as an administrator; the ledger says so' },
    'new-passphrase-file': { value: 'FILE', about: 'a file with the passphrase to be; without it, it is asked for twice' },
  },
  about: 'Change your passphrase, or give someone who forgot theirs a new one',
  examples: ['lethe people passphrase --as "Bo Lind"', 'lethe people passphrase --of "Bo Lind" --as "Ada Moor"'],
  async run(context) {
    const { call, option, as, terminal } = context
    const of = option('of')
    const other = of === undefined ? undefined : await find(context, of)
    const { colleague: me } = await call('people.current', {})
    const isOwn = other === undefined || other.id === me?.id
    const current = isOwn ? await (as?.passphrase() ?? presentPassphrase(context)) : undefined
    const passphrase = await newPeoplePassphrase(option('new-passphrase-file'), 'New passphrase', '--new-passphrase-file', terminal)
    const colleague = await call('people.set-passphrase', { ...(isOwn ? {} : { id: other.id }), ...(current === undefined ? {} : { current }), passphrase })
    return { json: colleague, lines: [isOwn ? 'You sign in with the new passphrase from now on.' : `${called(colleague)} signs in with the new passphrase from now on, and the ledger says that you gave it.`] }
  },
}

/** Of one who is alone now and had a passphrase while there were others; undefined where there is none to give. */
async function presentPassphrase({ terminal }: CommandContext): Promise<string | undefined> {
  const typed = await knownPassphrase(undefined, 'Present passphrase (Enter where you have none): ', terminal)
  return typed === '' ? undefined : typed
}

export const peopleIdleCommand: Command = {
  name: 'people idle',
  arguments: [{ name: 'MINUTES', about: 'from 1 to 1440' }],
  options: {},
  about: 'Set after how many minutes without a call whoever is signed in must sign in again',
  examples: ['lethe people idle 15 --as "Ada Moor"'],
  async run({ call, arguments: args }) {
    const { idleMinutes } = await call('people.set-idle', { minutes: wholeNumber(args['MINUTES'], 'MINUTES', { least: 1, most: 1440, otherwise: 30 }) })
    return { json: { idleMinutes }, lines: [`Whoever asks nothing for ${count(idleMinutes, 'minute')} signs in again.`] }
  },
}

export const peopleRemoveCommand: Command = {
  name: 'people remove',
  arguments: who,
  options: { yes: { about: 'do not ask to type the name that confirms it: for scripts' } },
  about: 'Take someone out who does not work here any more: name and passphrase are destroyed, the id stays in the ledger',
  examples: ['lethe people remove "Bo Lind" --as "Ada Moor"'],
  async run(context) {
    const { call, flag, terminal } = context
    const gone = await find(context, context.arguments['WHO']!)
    if (!flag('yes')) {
      if (!terminal.interactive) throw new CoreError('usage/missing-option', { option: '--yes', command: 'people remove' })
      const phrase = gone.name ?? gone.id
      if ((await terminal.ask(`Type "${phrase}" to take them out: `)).trim() !== phrase) throw new CoreError('run/cancelled', {})
    }
    const people = await call('people.remove', { id: gone.id })
    return {
      json: { removed: gone.id, people },
      lines: [`${called(gone)} does not work here any more. What they did is still by ${gone.id} in the ledger.`, ...(people.length === 1 ? ['One person works here now: nobody signs in, and they approve what they open.'] : [])],
    }
  },
}
