import type { Kysely } from 'kysely'
import type { Warehouse } from '../warehouse/database.ts'

/**
 * All that a forecast may be made of, by table. Left out is what says how a deal ended or stands now: its present
 * stage, status, owner, amount, close date, probability, category, next step and counts of activities. What has no
 * history stays in only where it is settled as a deal comes up: its type, and the selling method that its record
 * names (one that is told from activities is told with hindsight).
 */
export const knownColumns = {
  company: ['timezone', 'as_of', 'as_of_on'],
  dim_account: ['account_key', 'account_id', 'segment', 'valid_from', 'valid_to'],
  dim_date: ['date_key', 'fiscal_quarter_start', 'is_business_day'],
  dim_rep: ['rep_key', 'rep_id', 'team', 'quota_start', 'valid_from', 'valid_to'],
  dim_stage: ['stage_key', 'pipeline', 'sort_order', 'probability', 'is_closed'],
  fct_activity: ['activity_id', 'opportunity_id', 'occurred_on', 'is_done'],
  fct_booking: ['opportunity_id', 'version_number', 'booked_on', 'amount', 'rep_key', 'territory_key'],
  fct_opportunity: [
    'opportunity_id',
    'account_key',
    'channel_key',
    'channel_told_by',
    'created_at',
    'deal_type',
  ],
  fct_opportunity_version: [
    'opportunity_id',
    'version_number',
    'valid_from',
    'valid_on',
    'loaded_from',
    'is_reconstructed',
    'stage_key',
    'status',
    'owner_id',
    'territory_key',
    'amount',
    'close_date',
  ],
  int_activity_known: ['activity_id', 'known_from'],
  int_first_load: ['entity', 'loaded_at'],
  int_opportunity_change: ['opportunity_id', 'changed_at', 'is_derived'],
  int_opportunity_close: ['opportunity_id', 'first_amount', 'first_close_date'],
} as const satisfies { readonly [T in keyof Warehouse]?: readonly (keyof Warehouse[T] & string)[] }

type Allowed = typeof knownColumns

/** The warehouse as forecasts see it: a query for anything else does not compile. */
export type KnownColumns = {
  [T in keyof Allowed]: Pick<Warehouse[T], Allowed[T][number] & keyof Warehouse[T]>
}

/** Narrows a warehouse to what forecasts may be made of. */
export function onlyKnown(db: Kysely<Warehouse>): Kysely<KnownColumns> {
  return db as unknown as Kysely<KnownColumns>
}
