import type { EntityName } from '../../../models/contract/index.ts'
import type { Reading } from '../source.ts'
import { id, isDeleted, lower, text } from './rules.ts'

/** Tracked fields of an object: `OpportunityFieldHistory`, `AccountHistory` and the like. */
export function fieldHistory(entity: EntityName, parent: string): Reading {
  return {
    entity: 'field_history',
    fields: {
      history_id: id('Id'),
      entity: { constant: entity },
      record_id: id(parent),
      field: lower('Field'),
      old_value: text('OldValue'),
      new_value: text('NewValue'),
      changed_at: text('CreatedDate'),
      changed_by: id('CreatedById'),
      is_deleted: isDeleted,
    },
  }
}

/** The versions of a record as a replication tool keeps them: the same fields, each version from its start. */
export function versionsOf(reading: Reading): Reading {
  return { ...reading, fields: { ...reading.fields, modified_at: text('_fivetran_start') } }
}

/** True for a table of versions: it has the name of Salesforce's own table of tracked fields. */
export function isVersionTable(header: readonly string[]): boolean {
  return header.some((name) => name.toLowerCase() === '_fivetran_start')
}
