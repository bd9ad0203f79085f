import type { Column, ColumnType } from '../../models/column.ts'
import type { FieldRule } from '../sources/source.ts'
import type { Cast } from './cast.ts'
import { numberCast } from './cast-number.ts'
import { dateCast, timestampCast } from './cast-time.ts'
import { completedId } from './salesforce-id.ts'
import { isOneOf, literal } from './sql-text.ts'

/** How to read a column of the contract by a rule. */
export function castOf(column: Column, rule: FieldRule): Cast {
  const cast = casts[column.type](rule, column)
  const values = column.values
  if (!values) return cast
  return {
    ...cast,
    keep: (typed) => isOneOf(typed, values),
    fault: () => literal('not_in_domain'),
    expected: `one of ${values.join(', ')}`,
  }
}

const casts: Readonly<Record<ColumnType, (rule: FieldRule, column: Column) => Cast>> = {
  text: (rule) => ({
    typed: rule.id === 'salesforce' ? completedId : (raw) => raw,
    isText: rule.id === undefined,
    fault: () => literal('not_in_domain'),
    expected: 'a text',
  }),
  boolean: () => ({
    typed: (raw) =>
      `CASE WHEN ${raw} IN ('true', 'false') THEN ${raw} = 'true' WHEN lower(${raw}) IN ('true', '1', 'yes') THEN true WHEN lower(${raw}) IN ('false', '0', 'no') THEN false END`,
    fault: () => literal('not_a_boolean'),
    expected: 'true, false, 1, 0, yes or no',
  }),
  integer: (rule) => numberCast(rule, 'INTEGER', 'a whole number'),
  bigint: (rule) => numberCast(rule, 'BIGINT', 'a whole number'),
  amount: (rule) => numberCast(rule, 'DECIMAL(18,6)', 'a number', 6),
  rate: (rule) => numberCast(rule, 'DECIMAL(18,9)', 'a number', 9),
  double: (rule) => numberCast(rule, 'DOUBLE', 'a number'),
  date: dateCast,
  timestamp: timestampCast,
}
