import type { FieldRule, Reading } from '../source.ts'
import { forecastCategory, id, isDeleted, modifiedAt, number, text } from './rules.ts'

/** How long a quota lasts where the export does not give the end of its period. */
export type QuotaPeriod = 'month' | 'quarter' | 'year'

const months: Readonly<Record<QuotaPeriod, number>> = { month: 1, quarter: 3, year: 12 }

/** The end of a quota's period: `Period.EndDate` where it is exported too, else by the length of a period. */
function periodEnd(period: QuotaPeriod): FieldRule {
  return {
    sql: (column) => {
      const end = column('Period.EndDate') ?? column('EndDate')
      const start = column('StartDate')
      const counted =
        start &&
        `strftime(TRY_CAST(left(${start}, 10) AS DATE) + INTERVAL ${months[period]} MONTH - INTERVAL 1 DAY, '%Y-%m-%d')`
      return end && counted ? `coalesce(${end}, ${counted})` : (end ?? counted)
    },
  }
}

export function forecastingQuota(period: QuotaPeriod): Reading {
  return {
    entity: 'quota',
    fields: {
      user_id: id('QuotaOwnerId'),
      period_start: text('StartDate', 'Period.StartDate'),
      period_end: periodEnd(period),
      amount: number('QuotaAmount'),
      currency: text('CurrencyIsoCode'),
      territory_id: id('Territory2Id'),
      product_family: text('ProductFamily'),
      forecast_type: id('ForecastingTypeId'),
      modified_at: modifiedAt,
      is_deleted: isDeleted,
    },
  }
}

export const forecastingItem: Reading = {
  entity: 'forecast_item',
  fields: {
    item_id: id('Id'),
    user_id: id('OwnerId'),
    period_id: id('PeriodId'),
    period_start: text('Period.StartDate'),
    period_end: text('Period.EndDate'),
    category: { ...forecastCategory, from: ['ForecastCategoryName', 'ForecastingItemCategory'] },
    amount: number('ForecastAmount'),
    amount_without_adjustments: number('AmountWithoutAdjustments'),
    currency: text('CurrencyIsoCode'),
    forecast_type: id('ForecastingTypeId'),
    modified_at: modifiedAt,
    is_deleted: isDeleted,
  },
}
