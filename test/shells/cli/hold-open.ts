// Run as a program: node hold-open.ts WORKSPACE. Opens the workspace, says so, and keeps it open until it is ended.
import { openCore } from '../../../src-main/core/core.ts'
import { nodePorts } from '../../../src-main/shells/node-ports.ts'

const directory = process.argv[2]!
const core = openCore(directory, nodePorts(directory))
process.stdout.write('open\n')
setInterval(() => core.directory, 60_000)
