import type { Command } from './command.ts'
import { workspaceBackupCommand, workspaceRestoreCommand } from './commands/backup.ts'
import { compareCommand } from './commands/compare.ts'
import { datasetListCommand, datasetProfileCommand, datasetRowsCommand, datasetShowCommand } from './commands/dataset.ts'
import { demoCommand } from './commands/demo.ts'
import { eraseCommand } from './commands/erase.ts'
import { importCommand } from './commands/import.ts'
import { jobCancelCommand, jobListCommand, jobResultCommand, jobShowCommand } from './commands/job.ts'
import { learnerListCommand } from './commands/learner.ts'
import { ledgerCheckCommand, ledgerListCommand } from './commands/ledger.ts'
import { modelListCommand, modelShowCommand } from './commands/model.ts'
import { recordCheckCommand, recordExportCommand, recordListCommand, recordOpeningCommand } from './commands/record.ts'
import { requestApproveCommand, requestListCommand, requestOpenCommand, requestShowCommand, requestVerifyCommand } from './commands/request.ts'
import { serveCommand } from './commands/serve.ts'
import { statusCommand } from './commands/status.ts'
import { trainCommand } from './commands/train.ts'
import { workspaceScanCommand } from './commands/workspace.ts'

/** Every command, in the order of the main job. */
export const commands: readonly Command[] = [
  demoCommand, serveCommand, statusCommand,
  importCommand, datasetListCommand, datasetShowCommand, datasetRowsCommand, datasetProfileCommand,
  learnerListCommand, trainCommand, modelListCommand, modelShowCommand,
  requestOpenCommand, requestVerifyCommand, requestApproveCommand, requestShowCommand, requestListCommand,
  compareCommand, eraseCommand, recordListCommand, recordExportCommand, recordOpeningCommand, recordCheckCommand,
  ledgerListCommand, ledgerCheckCommand, workspaceScanCommand, workspaceBackupCommand, workspaceRestoreCommand,
  jobListCommand, jobShowCommand, jobCancelCommand, jobResultCommand,
]
