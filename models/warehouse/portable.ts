import { type Expression, type RawBuilder, sql } from 'kysely'

/**
 * The arithmetic in which DuckDB and PostgreSQL differ, written so that they agree.
 * Models divide, average, round, truncate and change zones only through these.
 */

type Operand<T> = Expression<T | null>

/** The company day of an instant that is stored in UTC. */
export function companyDay(instant: Operand<Date>, zone: Operand<string>): RawBuilder<string> {
  return sql`cast(timezone(${zone}, timezone('UTC', ${instant})) as date)`
}

/** The instant, in UTC, at which a company day begins. */
export function startOfDay(day: Operand<string>, zone: Operand<string>): RawBuilder<Date> {
  return sql`timezone('UTC', timezone(${zone}, cast(${day} as timestamp)))`
}

/** The instant, in UTC, at which a company day is over. */
export function endOfDay(day: Operand<string>, zone: Operand<string>): RawBuilder<Date> {
  return startOfDay(sql<string>`cast(${day} + interval '1 day' as date)`, zone)
}

/** Whole days from one day to another. */
export function daysBetween(from: Operand<string>, to: Operand<string>): RawBuilder<number> {
  return sql`cast(${to} - ${from} as integer)`
}

/** Days, with their fraction, from one instant to another. */
export function daysElapsed(from: Operand<Date>, to: Operand<Date>): RawBuilder<number> {
  return sql`cast(extract(epoch from (${to} - ${from})) as double precision) / 86400.0`
}

/** How often a whole number goes into another that is not negative. */
export function wholeQuotient(value: RawBuilder<unknown>, by: number): RawBuilder<number> {
  return sql`cast(floor(cast(${value} as double precision) / ${sql.lit(by)}.0) as integer)`
}

/** Minutes, with their fraction, from one instant to another. */
export function minutesElapsed(from: Operand<Date>, to: Operand<Date>): RawBuilder<number> {
  return sql`cast(extract(epoch from (${to} - ${from})) as double precision) / 60.0`
}

/** Minutes, with their fraction, since midnight in a zone. */
export function minuteOfDay(instant: Operand<Date>, zone: Operand<string>): RawBuilder<number> {
  const local = sql`timezone(${zone}, timezone('UTC', ${instant}))`
  return sql`cast(extract(epoch from (${local} - cast(cast(${local} as date) as timestamp))) as double precision) / 60.0`
}

/** Whole calendar months from the month of one day to that of another. */
export function monthsBetween(from: Operand<string>, to: Operand<string>): RawBuilder<number> {
  return sql`cast((extract(year from ${to}) - extract(year from ${from})) * 12 + extract(month from ${to}) - extract(month from ${from}) as integer)`
}

/** First day of the calendar month. */
export function monthStart(day: Operand<string>): RawBuilder<string> {
  return sql`cast(date_trunc('month', ${day}) as date)`
}

/** An amount times a rate, rounded half away from zero at six decimals. */
export function convert(amount: Operand<string>, rate: Operand<string>): RawBuilder<string> {
  // DuckDB multiplies decimals in the width of the wider one: 38 digits hold any product.
  const product = sql`cast(round(cast(${amount} as decimal(20, 6)) * ${rate}, 6) as decimal(18, 6))`
  // Products of that width are slow, and most amounts are in the company's own currency.
  return sql`case when ${rate} = 1 then cast(${amount} as decimal(18, 6)) else ${product} end`
}

/** A part of an amount by a ratio of whole numbers, rounded half away from zero at six decimals. */
export function share(
  amount: Operand<string>,
  part: Operand<number>,
  whole: Operand<number>,
): RawBuilder<string> {
  // The product stays exact; PostgreSQL and DuckDB divide decimals differently, so the quotient is a double.
  return sql`cast(round(cast(cast(${amount} * ${part} as double precision) / ${whole} as decimal(38, 9)), 6) as decimal(18, 6))`
}

/** The sum of amounts, which DuckDB would widen. */
export function sumAmount(amount: Operand<string>): RawBuilder<string> {
  return sql`cast(sum(${amount}) as decimal(18, 6))`
}

/** The sum of whole numbers, which DuckDB would widen to 128 bits and PostgreSQL to 64. */
export function sumInteger(value: Operand<number>): RawBuilder<number> {
  return sql`cast(sum(${value}) as integer)`
}

/** The sum of doubles, exact to 12 places: added as doubles it would depend on the order of the rows. */
export function sumDouble(value: Operand<number>): RawBuilder<number> {
  return sql`cast(sum(cast(${value} as decimal(30, 12))) as double precision)`
}

/** A count as a plain integer. */
export function countRows(): RawBuilder<number> {
  return sql`cast(count(*) as integer)`
}

/** A whole number as a double: doubles divide alike in both engines, and products of counts may exceed an integer. */
export function asDouble(value: Operand<number>): RawBuilder<number> {
  return sql`cast(${value} as double precision)`
}

/** Before every event: the start of the first version of a slowly changing dimension. */
export const beginning: RawBuilder<Date> = sql`timestamp '1900-01-01 00:00:00'`

/** After every event: the end of the version that still holds. */
export const endOfTime: RawBuilder<Date> = sql`timestamp '9999-12-31 00:00:00'`

/** The parts of a text that are joined by `;`, a row each. */
export function splitRows(text: Operand<string>): RawBuilder<string> {
  return sql`trim(unnest(string_to_array(${text}, ';')))`
}

/** An amount that a CRM's history holds as text; null where it is none. */
export function decimalOfText(text: Operand<string>): RawBuilder<string | null> {
  return sql`case when ${text} ~ '^-?[0-9]{1,12}([.][0-9]+)?$' then cast(${text} as decimal(18, 6)) end`
}

/**
 * A day that a CRM's history holds as text: a day, or an instant in ISO form or as milliseconds since 1970.
 * Midnight in UTC is a day that was chosen; any other instant is of the company day on which it fell.
 */
export function dayOfText(text: Operand<string>, zone: Operand<string>): RawBuilder<string | null> {
  const instant = sql<Date>`case when ${text} ~ '^[0-9]{11,13}$' then timezone('UTC', to_timestamp(cast(${text} as double precision) / 1000.0)) when ${text} ~ '^[0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9]{2}:[0-9]{2}.*$' then cast(left(replace(${text}, 'T', ' '), 16) as timestamp) end`
  return sql`case when ${text} ~ '^[0-9]{4}-[0-9]{2}-[0-9]{2}$' then cast(${text} as date) when ${instant} = date_trunc('day', ${instant}) then cast(${instant} as date) else ${companyDay(instant, zone)} end`
}

/** The last nine digits of a telephone number: the same with and without the country's code; null where there are fewer than seven. */
export function phoneDigits(phone: Operand<string>): RawBuilder<string | null> {
  const digits = sql`regexp_replace(${phone}, '[^0-9]', '', 'g')`
  return sql`case when length(${digits}) >= 7 then right(${digits}, 9) end`
}

/** The day before a day. */
export function dayBefore(day: Operand<string>): RawBuilder<string> {
  return sql`cast(${day} - interval '1 day' as date)`
}
