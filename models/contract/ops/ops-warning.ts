import { optional, required } from '../../column.ts'
import { opsTable } from './ops-table.ts'

export const opsWarning = opsTable({
  name: 'ops_warning',
  grain: 'one warning about a landed file',
  key: ['warning_key'],
  columns: {
    warning_key: required('text', 'Id of what landed, with the number of the warning'),
    part_id: required('text', 'Id of what landed, as in ops_file'),
    source: required('text', 'Name of the source'),
    file: required('text', "Path below the source's folder"),
    entity: required('text', 'Canonical entity that the file is read into'),
    code: required('text', 'What the warning is about, such as record_cap'),
    column_name: optional('text', 'Field that it is about; empty where the whole file is meant'),
    count: required('bigint', 'How many values, records or characters it is about'),
    text: required('text', 'The warning in words'),
  },
})
