import { join } from 'node:path'
import { DuckDBInstance } from '@duckdb/node-api'
import { buildFile } from '../../models/warehouse/builds.ts'
import { writeDurably } from '../../models/warehouse/durable.ts'

/**
 * Writes `rates.csv` into a home: the currencies of a build that lack a rate and the first day that each is
 * needed, in the columns of the exchange-rate sheet, the rate left to fill in. Null where none is missing.
 */
export async function writeMissingRates(home: string, build: string): Promise<string | null> {
  const instance = await DuckDBInstance.create(buildFile(home, build), { access_mode: 'READ_ONLY' })
  const connection = await instance.connect()
  try {
    const missing = await connection.runAndReadAll(`
      select currency, cast(min(day) as varchar) as valid_from, rate_kind from (
        select currency, coalesce(closed_on, as_of_on) as day, 'spot' as rate_kind
        from fct_opportunity where amount_deal is not null and amount is null
        union all
        select currency, created_on, 'spot'
        from fct_opportunity where amount_deal is not null and created_amount is null and created_on is not null
        union all
        select currency, month_start, 'plan' from fct_quota where amount is null
      ) group by currency, rate_kind order by 1, 3`)
    const rows = missing.getRows()
    if (rows.length === 0) return null
    const file = join(home, 'rates.csv')
    const lines = rows.map(([currency, from, kind]) => `${currency},${from},,${kind}`)
    await writeDurably(file, `currency,valid_from,rate,rate_kind\n${lines.join('\n')}\n`)
    return file
  } finally {
    connection.closeSync()
    instance.closeSync()
  }
}
