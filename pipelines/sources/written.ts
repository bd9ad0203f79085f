import type { ColumnType } from '../../models/column.ts'
import { contract } from '../../models/contract/index.ts'
import { firstOf } from './columns.ts'
import { isoDay, isoTime } from './date-form.ts'
import type { FieldRule, NumberForm, Reading, Written } from './source.ts'

const numbers: readonly ColumnType[] = ['integer', 'bigint', 'amount', 'rate', 'double']

/** The same reading for files in which people wrote dates and numbers their way. ISO dates are always read. */
export function asWritten(reading: Reading, written: Written | undefined, timezone: string): Reading {
  if (!written) return reading
  const columns: Readonly<Record<string, { type: ColumnType }>> = contract[reading.entity].columns
  const fields = Object.entries(reading.fields).map(([name, rule]): [string, FieldRule | undefined] => {
    const type = columns[name]?.type
    return [name, rule && type ? fieldAsWritten(rule, type, written, timezone) : rule]
  })
  return { ...reading, fields: Object.fromEntries(fields.filter(([, rule]) => rule !== undefined)) }
}

function fieldAsWritten(rule: FieldRule, type: ColumnType, written: Written, timezone: string): FieldRule {
  const { dates, zone = timezone } = written
  if (dates !== undefined && dates !== 'iso' && type === 'date')
    return throughSql(rule, (raw) => isoDay(dates, raw))
  if (dates !== undefined && dates !== 'iso' && type === 'timestamp')
    return throughSql(rule, (raw) => isoTime(dates, zone, raw))
  if (written.numbers !== undefined && numbers.includes(type))
    return { ...rule, number: numberForm(written.numbers) }
  return rule
}

/** The rule with its text turned by SQL before it is read. */
export function throughSql(rule: FieldRule, turn: (raw: string) => string): FieldRule {
  const { from, sql, ...rest } = rule
  return {
    ...rest,
    sql: (column) => {
      const raw = sql ? sql(column) : firstOf(from ?? [], column)
      return raw === undefined ? undefined : turn(raw)
    },
  }
}

/** The form of a locale's numbers, or the form itself. */
function numberForm(written: string | NumberForm): NumberForm {
  if (typeof written !== 'string') return written
  const parts = new Intl.NumberFormat(`${written}-u-nu-latn`).formatToParts(12345678.9)
  const group = parts.find(({ type }) => type === 'group')?.value
  const decimal = parts.find(({ type }) => type === 'decimal')?.value === ',' ? ',' : '.'
  return { decimal, ...(group && { thousands: group }) }
}
