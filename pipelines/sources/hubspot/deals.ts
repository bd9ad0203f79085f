import { literal } from '../../landing/sql-text.ts'
import { firstOf } from '../columns.ts'
import type { ColumnSql, FieldRule, Reading } from '../source.ts'
import {
  company,
  day,
  isActive,
  isDeleted,
  mergedIds,
  modifiedAt,
  number,
  owner,
  plain,
  property,
  recordTimes,
  text,
  time,
  type Zones,
} from './rules.ts'

const dealTypes: Readonly<Record<string, string>> = {
  newbusiness: 'new',
  'new business': 'new',
  existingbusiness: 'expansion',
  'existing business': 'expansion',
  renewal: 'renewal',
}

const pipelineHeaders = [...property('pipeline'), 'deal_pipeline_id', 'Pipeline']
const stageHeaders = [...property('dealstage'), 'deal_pipeline_stage_id', 'Deal Stage']

/** The stage as written, without the pipeline's name that some exports add; `Unknown` where the deal has none. */
function stage(column: ColumnSql): string | undefined {
  const found = firstOf(stageHeaders, column)
  const pipeline = firstOf(pipelineHeaders, column)
  if (!found) return undefined
  const label = pipeline
    ? `CASE WHEN suffix(${found}, ' (' || ${pipeline} || ')') THEN left(${found}, length(${found}) - length(${pipeline}) - 3) ELSE ${found} END`
    : found
  return `coalesce(${label}, 'Unknown')`
}

/** The deal's own flag, or else what HubSpot's default stages mean; the stage itself tells of the others. */
function outcome(headers: readonly string[], meanings: Readonly<Record<string, boolean>>): FieldRule {
  return {
    sql: (column) => {
      const flag = firstOf(headers, column)
      const found = stage(column)
      if (!found) return flag
      const cases = Object.entries(meanings).map(([name, value]) => `WHEN '${name}' THEN '${value}'`)
      const meant = `CASE lower(replace(${found}, ' ', '')) ${cases.join(' ')} END`
      return flag ? `coalesce(${flag}, ${meant})` : meant
    },
  }
}

export function deal(zones: Zones, channelColumns: readonly string[]): Reading {
  return {
    entity: 'opportunity',
    fields: {
      opportunity_id: plain('deal_id', 'id', 'Record ID', 'Deal ID', ...property('hs_object_id')),
      name: text('dealname', 'Deal Name'),
      account_id: company,
      account_name: plain('Associated Company (Primary)', 'Associated Company'),
      owner_id: owner,
      owner_name: plain('Deal owner'),
      pipeline: { from: pipelineHeaders },
      stage_name: { sql: stage },
      amount: number('amount', ...property('amount_in_home_currency', 'Amount in company currency')),
      currency: {
        sql: (column) =>
          firstOf(property('amount'), column) && firstOf(property('deal_currency_code', 'Currency'), column),
      },
      close_date: day(zones, property('closedate', 'Close Date')),
      is_closed: outcome(property('hs_is_closed', 'Is Deal Closed?', 'Is Closed'), {
        closedwon: true,
        closedlost: true,
      }),
      is_won: outcome(property('hs_is_closed_won', 'Is Closed Won'), { closedwon: true, closedlost: false }),
      probability: {
        from: property('hs_deal_stage_probability', 'Deal Probability'),
        number: { exponent: true },
        range: [0, 1],
      },
      forecast_category: {
        sql: (column) => {
          const found = firstOf(
            property('hs_manual_forecast_category', ...property('hs_forecast_category', 'Forecast category')),
            column,
          )
          if (!found) return undefined
          const word = `replace(lower(${found}), ' ', '_')`
          return `CASE ${word} WHEN 'omit' THEN 'omitted' ELSE ${word} END`
        },
      },
      deal_type: {
        sql: (column) => {
          const found = firstOf(property('dealtype', 'Deal Type'), column)
          const cases = Object.entries(dealTypes).map(([from, to]) => `WHEN ${literal(from)} THEN '${to}'`)
          return found && `CASE lower(${found}) ${cases.join(' ')} ELSE lower(${found}) END`
        },
      },
      lead_source: text('hs_analytics_source', 'Original Source Type', 'Original Traffic Source'),
      channel: { from: channelColumns.flatMap((name) => property(name)) },
      loss_reason: text('closed_lost_reason', 'Closed Lost Reason'),
      next_step: text('hs_next_step', 'Next step'),
      campaign_id: text('hs_campaign'),
      merged_ids: mergedIds,
      ...recordTimes(zones),
    },
  }
}

/** Stages that a deal went through, as a replication tool keeps them. */
export function dealStage(zones: Zones): Reading {
  return {
    entity: 'opportunity_history',
    fields: {
      history_id: {
        sql: (column) => {
          const entered = firstOf(['_fivetran_start', 'date_entered'], column)
          const id = column('deal_id')
          return id && entered && `${id} || '@' || ${entered}`
        },
      },
      opportunity_id: plain('deal_id'),
      stage_name: plain('value', 'stage_id'),
      changed_at: time(zones, ['date_entered', '_fivetran_start']),
      changed_by: plain('source_id'),
      modified_at: time(zones, ['_fivetran_synced']),
    },
  }
}

export function pipeline(zones: Zones): Reading {
  return {
    entity: 'pipeline',
    fields: {
      pipeline_id: plain('pipeline_id', 'id'),
      label: plain('label'),
      is_active: isActive,
      sort_order: plain('display_order', 'displayOrder'),
      modified_at: modifiedAt(zones),
      is_deleted: isDeleted,
    },
  }
}

export function pipelineStage(zones: Zones): Reading {
  const probability = ['probability', 'metadata.probability']
  return {
    entity: 'stage',
    fields: {
      pipeline: plain('pipeline_id', 'parent.id'),
      stage_name: plain('stage_id', 'id'),
      label: plain('label'),
      is_active: isActive,
      is_closed: plain('is_closed', 'metadata.isClosed'),
      is_won: {
        sql: (column) => {
          const flag = column('closed_won')
          const closed = column('metadata.isClosed')
          const chance = firstOf(probability, column)
          if (flag || !closed || !chance) return flag
          return `CASE WHEN ${closed} IS NOT NULL THEN CASE WHEN lower(${closed}) = 'true' AND TRY_CAST(${chance} AS DOUBLE) = 1 THEN 'true' ELSE 'false' END END`
        },
      },
      sort_order: plain('display_order', 'displayOrder'),
      probability: { from: probability, range: [0, 1] },
      modified_at: modifiedAt(zones),
    },
  }
}

export function lineItem(zones: Zones): Reading {
  return {
    entity: 'opportunity_line',
    fields: {
      line_id: plain('id', 'line_item_id', 'Record ID', ...property('hs_object_id')),
      opportunity_id: {
        sql: (column) => {
          const ids = firstOf(['deal_id', 'Associated Deal IDs'], column)
          return ids && `trim(split_part(${ids}, ';', 1))`
        },
      },
      product_id: text('hs_product_id', 'Product ID'),
      product_name: text('name', 'Name'),
      quantity: number('quantity', 'Quantity'),
      unit_price: number('price', 'Unit Price'),
      amount: number('amount', 'Net Price'),
      ...recordTimes(zones),
    },
  }
}

export function product(zones: Zones): Reading {
  return {
    entity: 'product',
    fields: {
      product_id: plain('id', 'product_id', 'Record ID', ...property('hs_object_id')),
      name: text('name', 'Name'),
      code: text('hs_sku', 'SKU'),
      family: text('hs_product_type', 'Product type'),
      is_active: isActive,
      created_at: time(zones, [...property('createdate', 'Create Date'), 'createdAt']),
      modified_at: modifiedAt(zones),
    },
  }
}
