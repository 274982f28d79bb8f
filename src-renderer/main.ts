import { createApp } from 'vue'
import type { ApiError } from '../src-main/contract/errors.ts'
import { chooseClient } from './client/choose-client.ts'
import { errorOf } from './client/failure.ts'
import { makeI18n } from './messages/make-i18n.ts'
import NoWayIn from './NoWayIn.vue'
import { startWindow } from './start-window.ts'

const refuse = (error: ApiError | undefined) => createApp(NoWayIn, { error }).use(makeI18n()).mount('#app')

chooseClient().then(
  shell => (shell === undefined ? refuse(undefined) : startWindow(shell).mount('#app')),
  (thrown: unknown) => refuse(errorOf(thrown)),
)
