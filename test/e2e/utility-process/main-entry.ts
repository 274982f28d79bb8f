import { utilityProcessChannel } from '../../../src-main/shells/electron/process-channel.ts'

Object.assign(globalThis, { utilityProcessChannel })
