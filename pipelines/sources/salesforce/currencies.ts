import type { FieldRule } from '../source.ts'
import { isDeleted, modifiedAt, text } from './rules.ts'

/**
 * The rate of a currency. Salesforce gives units of the currency for one unit of the corporate currency;
 * the contract wants corporate currency for one unit of the currency: 1 / ConversionRate, rounded half up
 * to 9 decimals, in whole numbers throughout.
 */
const inverseRate: FieldRule = {
  sql: (column) => {
    const given = column('ConversionRate')
    if (!given) return undefined
    const billionths = `CAST(TRY_CAST(${given} AS DECIMAL(27, 9)) * 1000000000 AS HUGEINT)`
    const rate = `((2000000000000000000::HUGEINT + ${billionths}) // (2 * ${billionths}))`
    return `CASE WHEN regexp_full_match(${given}, '\\d{1,15}(\\.\\d{1,9})?') AND TRY_CAST(${given} AS DECIMAL(27, 9)) > 0
      THEN (${rate} // 1000000000)::VARCHAR || '.' || lpad((${rate} % 1000000000)::VARCHAR, 9, '0') ELSE ${given} || ' as a rate' END`
  },
}

const rate: Readonly<Record<string, FieldRule>> = {
  currency: text('IsoCode'),
  rate: inverseRate,
  rate_kind: { constant: 'spot' },
  modified_at: modifiedAt,
  is_deleted: isDeleted,
}

/** The fields of DatedConversionRate. */
export const datedRateFields: Readonly<Record<string, FieldRule>> = { ...rate, valid_from: text('StartDate') }

/** The fields of CurrencyType: the one rate of an organisation without dated rates, and the first of one with them. */
export const currencyFields: Readonly<Record<string, FieldRule>> = {
  ...rate,
  valid_from: { constant: '1990-01-01' },
}
