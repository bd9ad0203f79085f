import { required } from '../../column.ts'
import { opsTable } from './ops-table.ts'

export const opsFile = opsTable({
  name: 'ops_file',
  grain: 'one landed file, read into one entity',
  key: ['part_id'],
  columns: {
    part_id: required('text', 'Id of what landed: the same file, place and rules give the same'),
    source: required('text', 'Name of the source'),
    entity: required('text', 'Canonical entity that the file is read into'),
    drop_name: required('text', 'Drop (sub-folder) it came in; empty where it lies in the folder itself'),
    file: required('text', "Path below the source's folder"),
    loaded_at: required('timestamp', 'When its records became known'),
    records: required('bigint', 'Records of the file; always loaded + quarantined'),
    loaded: required('bigint', 'Records that loaded'),
    quarantined: required('bigint', 'Records that did not load'),
    banner_lines: required('bigint', 'Lines before the header'),
    subtotal_lines: required('bigint', 'Subtotals and totals'),
    footer_lines: required('bigint', 'Lines after the last record'),
    unused_columns: required('text', 'Headers that no field reads, as a JSON list; their cells are kept'),
    absent_columns: required('text', 'Fields that the file has no column for, as a JSON list'),
  },
})
