import { required } from '../../column.ts'
import { opsTable } from './ops-table.ts'

export const opsAudit = opsTable({
  name: 'ops_audit',
  grain: 'one audit of a model of the build',
  key: ['audit_key'],
  columns: {
    audit_key: required('text', 'Model and audit'),
    model: required('text', 'Table that was audited'),
    audit: required('text', 'What must hold'),
    severity: required('text', 'An error that fails blocks publishing; a warning is shown', [
      'error',
      'warn',
    ]),
    passed: required('boolean', 'True where no row fails'),
    failures: required('bigint', 'Rows that fail'),
    examples: required('text', 'A few of the rows that fail, by key, as a JSON list'),
  },
})
