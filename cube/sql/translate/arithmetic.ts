import { SqlError } from '../sql-error.ts'
import { cast, type Ex, ex } from './expression.ts'
import { notZero } from './functions.ts'
import { commonType, isInstant, isNumber, isWhole, type SqlType } from './sql-type.ts'

/** `+ - * / %` of numbers, times and intervals. */
export function arithmetic(name: string, a: Ex, b: Ex, location: number | undefined): Ex {
  const types = [a.type, b.type]
  if (types.every((type) => isNumber(type) || type === 'unknown')) return numbers(name, a, b)
  const refusal = new SqlError({
    state: '42883',
    message: `operator does not exist: ${a.type} ${name} ${b.type}`,
    ...(location !== undefined && { location }),
  })
  const times = (type: SqlType): boolean => type === 'date' || isInstant(type)
  if (name === '-' && a.type === 'date' && b.type === 'date')
    return ex(`CAST((${a.sql} - ${b.sql}) AS INTEGER)`, 'int4')
  if (name === '-' && times(a.type) && times(b.type))
    return ex(`(${cast(a, 'timestamp').sql} - ${cast(b, 'timestamp').sql})`, 'interval')
  if (a.type === 'interval' && b.type === 'interval' && (name === '+' || name === '-'))
    return ex(`(${a.sql} ${name} ${b.sql})`, 'interval')
  if (name === '*' && types.includes('interval')) return ex(`(${a.sql} * ${b.sql})`, 'interval')
  if (name !== '+' && name !== '-') throw refusal
  const [time, other] = times(a.type) ? [a, b] : name === '+' ? [b, a] : [undefined, b]
  if (!time || !times(time.type)) throw refusal
  if (time.type === 'date' && isWhole(other.type))
    return ex(`(${time.sql} ${name} CAST(${other.sql} AS INTEGER))`, 'date')
  if (other.type !== 'interval' && other.type !== 'unknown') throw refusal
  return ex(
    `(${cast(time, 'timestamp').sql} ${name} ${cast(other, 'interval').sql})`,
    time.type === 'timestamptz' ? 'timestamptz' : 'timestamp',
  )
}

/** Division follows PostgreSQL: whole by whole is whole, a decimal stays one, and by zero is an error. */
function numbers(name: string, a: Ex, b: Ex): Ex {
  const type = commonType([a.type, b.type])
  if (name === '%') return ex(`(${a.sql} % ${notZero(b)})`, type)
  if (name !== '/') return ex(`(${a.sql} ${name} ${b.sql})`, type)
  if (isWhole(type)) return ex(`(${a.sql} // ${notZero(b)})`, type)
  if (type === 'numeric') return ex(`CAST(${a.sql} / ${notZero(b)} AS DECIMAL(38, 16))`, 'numeric')
  return ex(`(CAST(${a.sql} AS DOUBLE) / ${notZero(b)})`, 'float8')
}
