import { CoreError } from '../../../core/base/core-error.ts'
import type { Command } from '../command.ts'

export const requestExtendCommand: Command = {
  name: 'request extend',
  arguments: [{ name: 'REQUEST', about: 'id of the request' }],
  options: { reason: { value: 'REASON', about: 'why the answer takes longer: complexity or number-of-requests (gdpr, uk-gdpr), reasonably-necessary (ccpa)' } },
  about: 'Take longer to answer, as far as the law allows, and note why; telling the person is yours',
  examples: ['lethe request extend rq-4f0c9b7a21d3 --reason complexity'],
  async run({ call, option, arguments: args }) {
    const reason = option('reason')
    if (reason === undefined) throw new CoreError('usage/missing-option', { option: '--reason REASON', command: 'request extend' })
    const { noticeBy } = (await call('request.show', { requestId: args['REQUEST']! })).extendable ?? {}
    const request = await call('request.extend', { requestId: args['REQUEST']!, reason })
    return { json: request, lines: [`Request ${request.requestId} is due by ${request.dueAt} now, and by ${request.extension!.firstDueAt} no more.`, `Tell the person by ${noticeBy}, with the reason.`] }
  },
}
