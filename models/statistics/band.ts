import { type RawBuilder, sql } from 'kysely'

/** Normal quantile of a two-sided interval of 95%. */
export const z95 = sql.lit(1.959963984540054)

/** Both ends of an interval. */
export interface Band<T> {
  readonly low: RawBuilder<T>
  readonly high: RawBuilder<T>
}
