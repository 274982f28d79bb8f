import type { Command } from './command.ts'
import { compareCommand } from './commands/compare.ts'
import { datasetListCommand } from './commands/dataset.ts'
import { demoCommand } from './commands/demo.ts'
import { eraseCommand } from './commands/erase.ts'
import { importCommand } from './commands/import.ts'
import { ledgerCheckCommand } from './commands/ledger.ts'
import { modelListCommand } from './commands/model.ts'
import { recordCheckCommand, recordExportCommand, recordOpeningCommand } from './commands/record.ts'
import { requestApproveCommand, requestListCommand, requestOpenCommand, requestShowCommand, requestVerifyCommand } from './commands/request.ts'
import { trainCommand } from './commands/train.ts'
import { workspaceScanCommand } from './commands/workspace.ts'

/** Every command, in the order of the main job. */
export const commands: readonly Command[] = [
  demoCommand, importCommand, datasetListCommand, trainCommand, modelListCommand,
  requestOpenCommand, requestVerifyCommand, requestApproveCommand, requestShowCommand, requestListCommand,
  compareCommand, eraseCommand, recordExportCommand, recordOpeningCommand, recordCheckCommand, ledgerCheckCommand, workspaceScanCommand,
]
