import type { EntityName } from '../../../models/contract/index.ts'
import { firstFilledOf, firstOf } from '../columns.ts'
import type { Reading } from '../source.ts'
import { isDeleted, modifiedAt, plain, time, type Zones } from './rules.ts'

/** Names of the columns that hold an entity's id. */
const idColumns = {
  opportunity: 'deal_id',
  account: 'company_id',
  contact: 'contact_id',
  activity: 'engagement_id',
} as const satisfies Partial<Record<EntityName, string>>

export type Linked = keyof typeof idColumns

export function association(zones: Zones, from: Linked, to: Linked): Reading {
  return {
    entity: 'association',
    fields: {
      from_entity: { constant: from },
      from_id: plain(idColumns[from]),
      to_entity: { constant: to },
      to_id: plain(idColumns[to]),
      kind: plain('type_id', 'category'),
      modified_at: time(zones, ['_fivetran_synced']),
      is_deleted: isDeleted,
    },
  }
}

export function mergedDeal(zones: Zones): Reading {
  return {
    entity: 'merge',
    fields: {
      entity: { constant: 'opportunity' },
      record_id: plain('merged_deal_id'),
      survivor_id: plain('deal_id'),
      modified_at: modifiedAt(zones),
    },
  }
}

export function mergedContact(zones: Zones): Reading {
  return {
    entity: 'merge',
    fields: {
      entity: { constant: 'contact' },
      record_id: plain('vid_to_merge'),
      survivor_id: plain('canonical_vid', 'contact_id'),
      merged_at: time(zones, ['timestamp']),
      modified_at: modifiedAt(zones),
    },
  }
}

/** Values that a property had: a replication tool's table, or the `propertiesWithHistory` of the API's pages. */
export function propertyHistory(zones: Zones, entity: Exclude<Linked, 'activity'>): Reading {
  const record = [idColumns[entity], 'parent.id']
  const name = ['name', 'property']
  const changed = ['timestamp', 'timestamp_instant']
  return {
    entity: 'field_history',
    fields: {
      history_id: {
        sql: (column) => {
          const parts = [record, name, changed].map((headers) => firstOf(headers, column))
          return parts.includes(undefined) ? undefined : parts.join(" || '@' || ")
        },
      },
      entity: { constant: entity },
      record_id: { from: record },
      field: { from: name },
      new_value: plain('value'),
      changed_at: time(zones, changed),
      changed_by: {
        sql: (column) => firstFilledOf(['sourceId', 'source_id', 'sourceType', 'source'], column),
      },
    },
  }
}
