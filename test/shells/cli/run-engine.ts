// Run as a program: node run-engine.ts WORKSPACE. Keeps the workspace as the window does, says so, and ends when told to.
import { listenLocally } from '../../../src-main/engine/local-socket.ts'
import { nodeJobHost } from '../../../src-main/engine/node-job-host.ts'
import { openEngine } from '../../../src-main/engine/engine.ts'
import { keyKeeper } from '../../../src-main/shells/key-keeper.ts'
import { nodePorts } from '../../../src-main/shells/node-ports.ts'

const directory = process.argv[2]!
const keeper = keyKeeper(directory, { kind: 'files' })
const ports = { ...nodePorts(directory), secrets: keeper.secrets }
const engine = openEngine({ directory, ports, keys: keeper, jobHost: nodeJobHost({ directory, keys: keeper.now, files: ports.files, views: ports.views }) })
let stopListening = async () => {}
const end = async () => {
  await stopListening()
  await engine.close()
  process.exit(0)
}
stopListening = await listenLocally(engine, directory, () => void end())
process.on('SIGTERM', () => void end())
process.stdout.write('open\n')
