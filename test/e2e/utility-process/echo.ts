import { parentChannel } from '../../../src-main/engine/parent-channel.ts'

// The engine's own end of the line, in a utility process that says again what it hears.
const parent = parentChannel()
parent.onMessage(message => parent.post({ heard: message }))
