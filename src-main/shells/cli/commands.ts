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
import { lawDueCommand, lawListCommand } from './commands/law.ts'
import { keyCardCommand, keyDeclareLostCommand, keyListCommand, keyNewCommand, keyProtectCommand, keyRotateCommand, keyUnprotectCommand } from './commands/key.ts'
import { learnerListCommand } from './commands/learner.ts'
import { ledgerCheckCommand, ledgerExportCommand, ledgerListCommand, ledgerProofCommand } from './commands/ledger.ts'
import { letterDraftCommand, letterExportCommand, letterListCommand, letterSaveCommand, letterSentCommand, letterTemplateCommand, letterTemplatesCommand } from './commands/letter.ts'
import { listAnswerCommand, listListCommand } from './commands/list.ts'
import { modelListCommand, modelShowCommand } from './commands/model.ts'
import { modelExportCommand, modelExportsCommand, modelReplacedCommand } from './commands/model-export.ts'
import { noticeExportCommand, noticeLetterCommand, noticeListCommand, noticeNoteAllCommand, noticeNoteCommand } from './commands/notice.ts'
import { peopleAddCommand, peopleChangeCommand, peopleIdleCommand, peopleListCommand, peoplePassphraseCommand, peopleRemoveCommand, peopleRenameCommand, peopleSignInCommand } from './commands/people.ts'
import { recipientAddCommand, recipientChangeCommand, recipientListCommand, recipientRemoveCommand } from './commands/recipient.ts'
import { recordCheckCommand, recordCountersignCommand, recordExportCommand, recordListCommand, recordOpeningCommand, recordShowCommand } from './commands/record.ts'
import { recordStatementsCommand } from './commands/record-statements.ts'
import { requestOpenCommand } from './commands/request.ts'
import { requestAnswerToCommand, requestIdentifiersCommand } from './commands/request-answer.ts'
import { reasonListCommand, requestApproveCommand, requestAskIdentityCommand, requestDecideCommand, requestNoteCommand, requestSubmitCommand, requestUndoApprovalCommand, requestVerifyCommand } from './commands/request-decide.ts'
import { requestDenyCommand, requestExpireCommand, requestHoldCommand, requestLiftHoldCommand, requestNotFoundCommand, requestWithdrawCommand } from './commands/request-end.ts'
import { requestMatchCommand, requestPreviewCommand } from './commands/request-match.ts'
import { requestExtendCommand } from './commands/request-extend.ts'
import { requestOutcomeCommand, requestPlanCommand, requestRowsCommand } from './commands/request-plan.ts'
import { requestListCommand, requestShowCommand, requestTimelineCommand } from './commands/request-show.ts'
import { reportExportCommand } from './commands/report.ts'
import { sampleListCommand } from './commands/sample.ts'
import { serveCommand } from './commands/serve.ts'
import { settingsChangeCommand, settingsShowCommand } from './commands/settings.ts'
import { suppressionLiftCommand, suppressionListCommand } from './commands/suppression.ts'
import { statusCommand } from './commands/status.ts'
import { trainCommand } from './commands/train.ts'
import { workspaceScanCommand } from './commands/workspace.ts'

/** Every command, in the order of the main job. */
export const commands: readonly Command[] = [
  demoCommand, serveCommand, statusCommand, settingsShowCommand, settingsChangeCommand,
  peopleListCommand, peopleSignInCommand, peopleAddCommand, peopleChangeCommand, peopleRenameCommand, peoplePassphraseCommand, peopleIdleCommand, peopleRemoveCommand, sampleListCommand,
  importCommand, datasetListCommand, datasetShowCommand, datasetRowsCommand, datasetCellCommand, datasetProfileCommand, datasetHistoryCommand, datasetEraseCommand,
  learnerListCommand, trainCommand, modelListCommand, modelShowCommand, modelExportCommand, modelExportsCommand, modelReplacedCommand,
  lawListCommand, lawDueCommand, requestPreviewCommand, requestOpenCommand, requestMatchCommand, requestExtendCommand, requestAskIdentityCommand, requestNoteCommand, requestVerifyCommand, reasonListCommand, requestDecideCommand, requestSubmitCommand, requestApproveCommand, requestUndoApprovalCommand,
  requestDenyCommand, requestWithdrawCommand, requestNotFoundCommand, requestExpireCommand, requestHoldCommand, requestLiftHoldCommand, requestShowCommand, requestListCommand, requestTimelineCommand, requestRowsCommand, requestPlanCommand,
  compareCommand, eraseCommand, requestOutcomeCommand, recordListCommand, recordShowCommand, recordExportCommand, recordStatementsCommand, recordOpeningCommand, recordCountersignCommand, recordCheckCommand,
  requestIdentifiersCommand, requestAnswerToCommand, letterListCommand, letterDraftCommand, letterSaveCommand, letterExportCommand, letterSentCommand, letterTemplatesCommand, letterTemplateCommand,
  recipientListCommand, recipientAddCommand, recipientChangeCommand, recipientRemoveCommand, noticeListCommand, noticeLetterCommand, noticeNoteCommand, noticeNoteAllCommand, noticeExportCommand, reportExportCommand,
  listListCommand, listAnswerCommand, suppressionListCommand, suppressionLiftCommand,
  keyListCommand, keyRotateCommand, keyDeclareLostCommand, keyProtectCommand, keyUnprotectCommand, keyCardCommand, keyNewCommand,
  ledgerListCommand, ledgerCheckCommand, ledgerProofCommand, ledgerExportCommand, workspaceScanCommand, workspaceBackupCommand, workspaceRestoreCommand,
  jobListCommand, jobShowCommand, jobLogCommand, jobCancelCommand, jobResultCommand,
]
