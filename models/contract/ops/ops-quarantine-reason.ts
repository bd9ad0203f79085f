import { optional, required } from '../../column.ts'
import { opsTable } from './ops-table.ts'

/** Only reasons and their counts: what did not load may be about people, and stays outside of builds. */
export const opsQuarantineReason = opsTable({
  name: 'ops_quarantine_reason',
  grain: 'one reason for which records of a source and entity did not load',
  key: ['reason_key'],
  columns: {
    reason_key: required('text', 'Source, entity, code and field'),
    source: required('text', 'Name of the source'),
    entity: required('text', 'Canonical entity that the records were to be read into'),
    code: required('text', 'What is wrong, such as not_a_date'),
    column_name: optional('text', 'Field that it is wrong with; empty where the whole record is meant'),
    count: required('bigint', 'Records with this fault; a record may have several'),
    cure: required('text', 'What to do about it'),
  },
})
