import { cast, type Ex, ex, toLocal } from '../expression.ts'
import { isInstant, type SqlType } from '../sql-type.ts'

export interface Session {
  /** Zone in which times are shown and read. */
  readonly zone: string
  readonly user: string
  readonly database: string
  /** What SHOW says. */
  readonly setting?: (name: string) => string | undefined
}

export interface Call {
  readonly args: readonly Ex[]
  /** The texts of arguments that are literals. */
  readonly literals: readonly (string | undefined)[]
  readonly session: Session
}

export interface ScalarFunction {
  readonly min: number
  readonly max: number
  readonly emit: (call: Call) => Ex
}

export const at = (args: readonly Ex[], index: number): Ex => args[index] ?? ex('NULL', 'unknown')

/** A function that DuckDB has by the same or another name, with the same answers. */
export const same = (name: string, type: SqlType, min: number, max = min): ScalarFunction => ({
  min,
  max,
  emit: ({ args }) => ex(`${name}(${args.map(({ sql }) => sql).join(', ')})`, type),
})

export const text = (name: string, min: number, max = min): ScalarFunction => ({
  min,
  max,
  emit: ({ args }) =>
    ex(`${name}(${args.map((arg, i) => (i === 0 ? asText(arg).sql : arg.sql)).join(', ')})`, 'text'),
})

export const whole = (name: string, min: number, max = min): ScalarFunction => ({
  min,
  max,
  emit: ({ args }) => ex(`CAST(${name}(${args.map(({ sql }) => sql).join(', ')}) AS INTEGER)`, 'int4'),
})

/** A function of numbers whose answer has the type of its argument. */
export const like = (name: string): ScalarFunction => ({
  min: 1,
  max: 1,
  emit: ({ args }) => ex(`${name}(${at(args, 0).sql})`, numeric(at(args, 0)).type),
})

export const numeric = (arg: Ex): Ex => (arg.type === 'unknown' ? cast(arg, 'float8') : arg)
export const asText = (arg: Ex): Ex => (arg.type === 'text' ? arg : cast(arg, 'text'))
export const asTime = (arg: Ex): Ex =>
  isInstant(arg.type) || arg.type === 'interval' || arg.type === 'time' ? arg : cast(arg, 'timestamp')

export const constant = (emit: (session: Session) => Ex): ScalarFunction => ({
  min: 0,
  max: 0,
  emit: ({ session }) => emit(session),
})

/** The clock of the session's zone. */
export const localNow = (zone: string): string => toLocal("timezone('UTC', now())", zone)
