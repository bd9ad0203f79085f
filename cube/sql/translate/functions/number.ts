import { cast, type Ex, ex } from '../expression.ts'
import { commonType, isWhole } from '../sql-type.ts'
import { at, like, numeric, type ScalarFunction, same } from './scalar.ts'

const round: ScalarFunction['emit'] = ({ args }) => {
  const [value, places] = [numeric(at(args, 0)), args[1]]
  // PostgreSQL rounds halves of floats to even, of decimals away from zero.
  if (!places)
    return ex(
      `${value.type === 'float8' ? 'round_even' : 'round'}(${value.sql}${value.type === 'float8' ? ', 0' : ''})`,
      isWhole(value.type) ? 'float8' : value.type,
    )
  const decimal = value.type === 'float8' ? ex(`CAST(${value.sql} AS DECIMAL(38, 10))`, 'numeric') : value
  return ex(`round(${decimal.sql}, ${places.sql})`, 'numeric')
}

const widthBucket: ScalarFunction['emit'] = ({ args }) => {
  const [value, low, high, count] = [0, 1, 2, 3].map((index) => cast(at(args, index), 'float8').sql)
  return ex(
    `CAST(CASE WHEN ${value} < ${low} THEN 0 WHEN ${value} >= ${high} THEN ${count} + 1 ELSE floor((${value} - ${low}) / (${high} - ${low}) * ${count}) + 1 END AS INTEGER)`,
    'int4',
  )
}

const power: ScalarFunction['emit'] = ({ args }) => {
  const [base, exponent] = [numeric(at(args, 0)), numeric(at(args, 1))]
  return ex(`power(${base.sql}, ${exponent.sql})`, 'float8')
}

const logarithm: ScalarFunction['emit'] = ({ args }) =>
  args.length === 1
    ? ex(`log10(${at(args, 0).sql})`, 'float8')
    : ex(`(ln(${at(args, 1).sql}) / ln(${at(args, 0).sql}))`, 'float8')

const modulo: ScalarFunction['emit'] = ({ args }) => {
  const [a, b] = [numeric(at(args, 0)), numeric(at(args, 1))]
  return ex(`(${a.sql} % ${notZero(b)})`, commonType([a.type, b.type]))
}

/** A divisor, which must not be zero. */
export const notZero = ({ sql }: Ex): string =>
  /^\d*[1-9]\d*$/.test(sql)
    ? sql
    : `(CASE WHEN ${sql} = 0 THEN error('22012: division by zero') ELSE ${sql} END)`

/** Functions of numbers. */
export const numberFunctions: Readonly<Record<string, ScalarFunction>> = {
  abs: like('abs'),
  cbrt: same('cbrt', 'float8', 1),
  ceil: like('ceil'),
  ceiling: like('ceil'),
  cos: same('cos', 'float8', 1),
  degrees: same('degrees', 'float8', 1),
  exp: same('exp', 'float8', 1),
  floor: like('floor'),
  ln: same('ln', 'float8', 1),
  log: { min: 1, max: 2, emit: logarithm },
  log10: same('log10', 'float8', 1),
  mod: { min: 2, max: 2, emit: modulo },
  pi: same('pi', 'float8', 0),
  pow: { min: 2, max: 2, emit: power },
  power: { min: 2, max: 2, emit: power },
  radians: same('radians', 'float8', 1),
  random: same('random', 'float8', 0),
  round: { min: 1, max: 2, emit: round },
  sign: { min: 1, max: 1, emit: ({ args }) => ex(`CAST(sign(${at(args, 0).sql}) AS DOUBLE)`, 'float8') },
  sin: same('sin', 'float8', 1),
  sqrt: same('sqrt', 'float8', 1),
  tan: same('tan', 'float8', 1),
  to_number: {
    min: 2,
    max: 2,
    emit: ({ args }) => ex(`CAST(replace(${at(args, 0).sql}, ',', '') AS DECIMAL(38, 10))`, 'numeric'),
  },
  trunc: {
    min: 1,
    max: 2,
    emit: ({ args }) => {
      const value = numeric(at(args, 0))
      if (!args[1]) return ex(`trunc(${value.sql})`, value.type)
      return ex(
        `(trunc(CAST(${value.sql} AS DECIMAL(38, 10)) * CAST(power(10, ${args[1].sql}) AS BIGINT)) / CAST(power(10, ${args[1].sql}) AS BIGINT))`,
        'numeric',
      )
    },
  },
  width_bucket: { min: 4, max: 4, emit: widthBucket },
}
