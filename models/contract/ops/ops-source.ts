import { optional, required } from '../../column.ts'
import { opsTable } from './ops-table.ts'

export const opsSource = opsTable({
  name: 'ops_source',
  grain: 'one source of the configuration',
  key: ['source'],
  columns: {
    source: required('text', 'Name in salesops.yml'),
    kind: required('text', 'How its files are read: salesforce, hubspot, mapped or sheets'),
    last_loaded_at: optional('timestamp', 'When its newest record became known; empty where nothing landed'),
    freshness: required('text', "Age of its newest record against its limits at the build's instant", [
      'fresh',
      'warn',
      'stale',
    ]),
    warn_after_hours: required('double', 'Age from which it is late, in hours'),
    stale_after_hours: required('double', 'Age from which it is stale, in hours'),
    files: required('bigint', 'Files in the build'),
    records: required('bigint', 'Records of its files; always loaded + quarantined'),
    loaded: required('bigint', 'Records that loaded'),
    quarantined: required('bigint', 'Records that did not load'),
    not_records: required('bigint', 'Banner, subtotal and footer lines of its files'),
    warnings: required('bigint', 'Warnings about its files'),
    run_files: required('bigint', 'Files that the run of this build landed'),
    run_records: required('bigint', 'Records of those files'),
    run_loaded: required('bigint', 'Records of those files that loaded'),
    run_quarantined: required('bigint', 'Records of those files that did not load'),
    held: optional('text', 'Why nothing of its new files is in the build, where it is held back'),
  },
})
