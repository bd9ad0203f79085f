import { opsAudit } from './ops-audit.ts'
import { opsFile } from './ops-file.ts'
import { opsQuarantineReason } from './ops-quarantine-reason.ts'
import { opsSource } from './ops-source.ts'
import { opsWarning } from './ops-warning.ts'

/** Every table about the work itself, by name. */
export const opsTables = {
  ops_source: opsSource,
  ops_file: opsFile,
  ops_warning: opsWarning,
  ops_quarantine_reason: opsQuarantineReason,
  ops_audit: opsAudit,
} as const
