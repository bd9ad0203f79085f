import type { CubeUser } from '../../../cube/server.ts'
import type { Visible } from './people.ts'
import type { Condition, Question } from './question.ts'
import { type ViewTruth, viewTruths } from './views.ts'
import type { TruthRow, Warehouse } from './warehouse.ts'

const contact: ReadonlySet<string> = new Set(['rep', 'manager', 'vp'])
const pay: ReadonlySet<string> = new Set(['manager'])

/** Members that are empty for some roles: contact details, and what people are paid. */
const masked: Readonly<Record<string, ReadonlySet<string>>> = {
  rep_email: contact,
  component: pay,
  pay_rule: pay,
  payout: pay,
  from_rates: pay,
  draws: pay,
}

/** The answer by filtering the base rows first to those that the user may see, then asking them. */
export async function truth(
  warehouse: Warehouse,
  { view, measures, dimensions, conditions, anyOf, range }: Question,
  user: CubeUser,
  visible: Visible,
): Promise<TruthRow[]> {
  const known = viewTruths[view] as ViewTruth
  const params: string[] = []
  const use = (value: string): string => {
    params.push(value)
    return `$${params.length}`
  }
  const column = (dimension: string): string =>
    masked[dimension]?.has(user.role) ? 'CAST(NULL AS VARCHAR)' : String(known.dimensions[dimension])
  const test = ({ dimension, operator, values }: Condition): string => {
    const it = column(dimension)
    const list = values.map(use).join(', ')
    switch (operator) {
      case 'set':
        return `${it} IS NOT NULL`
      case 'notSet':
        return `${it} IS NULL`
      case 'contains':
        return `${it} ILIKE '%' || ${list} || '%'`
      case 'notEquals':
        return `(${it} NOT IN (${list}) OR ${it} IS NULL)`
      case 'equals':
        return `${it} IN (${list})`
    }
  }
  const mine =
    visible === null ? 'true' : visible.length === 0 ? 'false' : `rep_id IN (${visible.map(use).join(', ')})`
  const where = [
    ...conditions.map(test),
    ...(anyOf.length > 0 ? [`(${anyOf.map(test).join(' OR ')})`] : []),
    ...(range
      ? [
          `${known.days[range.dimension]} BETWEEN CAST(${use(range.from)} AS DATE) AND CAST(${use(range.to)} AS DATE)`,
        ]
      : []),
  ]
  const shown = [
    ...dimensions.map((one) => `${column(one)} AS "${one}"`),
    ...measures.map((one) =>
      masked[one]?.has(user.role)
        ? `CAST(NULL AS DECIMAL) AS "${one}"`
        : `${known.measures[one]} AS "${one}"`,
    ),
  ]
  const groups = dimensions.map((_, i) => i + 1).join(', ')
  return warehouse.rows(
    `SELECT ${shown.join(', ')} FROM (SELECT * FROM (${known.base}) WHERE ${mine})
     ${where.length > 0 ? `WHERE ${where.join(' AND ')}` : ''} ${groups ? `GROUP BY ${groups}` : ''}`,
    params,
  )
}
