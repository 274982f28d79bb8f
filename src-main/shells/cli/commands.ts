import type { Command } from './command.ts'
import { workspaceBackupCommand, workspaceRestoreCommand } from './commands/backup.ts'
import { compareCommand } from './commands/compare.ts'
import { datasetListCommand, datasetProfileCommand, datasetRowsCommand, datasetShowCommand } from './commands/dataset.ts'
import { datasetEraseCommand } from './commands/dataset-erase.ts'
import { datasetCellCommand, datasetHistoryCommand } from './commands/dataset-history.ts'
import { demoCommand } from './commands/demo.ts'
import { eraseCommand } from './commands/erase.ts'
import { importCommand } from './commands/import.ts'
import { jobCancelCommand, jobListCommand, jobLogCommand, jobResultCommand, jobShowCommand } from './commands/job.ts'
import { lawListCommand } from './commands/law.ts'
import { keyCardCommand, keyDeclareLostCommand, keyListCommand, keyNewCommand, keyProtectCommand, keyRotateCommand, keyUnprotectCommand } from './commands/key.ts'
import { learnerListCommand } from './commands/learner.ts'
import { ledgerCheckCommand, ledgerExportCommand, ledgerListCommand, ledgerProofCommand } from './commands/ledger.ts'
import { modelListCommand, modelShowCommand } from './commands/model.ts'
import { recordCheckCommand, recordCountersignCommand, recordExportCommand, recordListCommand, recordOpeningCommand, recordShowCommand } from './commands/record.ts'
import { requestApproveCommand, requestListCommand, requestOpenCommand, requestShowCommand, requestVerifyCommand } from './commands/request.ts'
import { requestExtendCommand } from './commands/request-extend.ts'
import { requestOutcomeCommand, requestPlanCommand, requestRowsCommand } from './commands/request-plan.ts'
import { sampleListCommand } from './commands/sample.ts'
import { serveCommand } from './commands/serve.ts'
import { settingsChangeCommand, settingsShowCommand } from './commands/settings.ts'
import { statusCommand } from './commands/status.ts'
import { trainCommand } from './commands/train.ts'
import { workspaceScanCommand } from './commands/workspace.ts'

/** Every command, in the order of the main job. */
export const commands: readonly Command[] = [
  demoCommand, serveCommand, statusCommand, settingsShowCommand, settingsChangeCommand, sampleListCommand,
  importCommand, datasetListCommand, datasetShowCommand, datasetRowsCommand, datasetCellCommand, datasetProfileCommand, datasetHistoryCommand, datasetEraseCommand,
  learnerListCommand, trainCommand, modelListCommand, modelShowCommand,
  lawListCommand, requestOpenCommand, requestExtendCommand, requestVerifyCommand, requestApproveCommand, requestShowCommand, requestListCommand, requestRowsCommand, requestPlanCommand,
  compareCommand, eraseCommand, requestOutcomeCommand, recordListCommand, recordShowCommand, recordExportCommand, recordOpeningCommand, recordCountersignCommand, recordCheckCommand,
  keyListCommand, keyRotateCommand, keyDeclareLostCommand, keyProtectCommand, keyUnprotectCommand, keyCardCommand, keyNewCommand,
  ledgerListCommand, ledgerCheckCommand, ledgerProofCommand, ledgerExportCommand, workspaceScanCommand, workspaceBackupCommand, workspaceRestoreCommand,
  jobListCommand, jobShowCommand, jobLogCommand, jobCancelCommand, jobResultCommand,
]
