import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { DuckDBConnection } from '@duckdb/node-api'
import { DuckDBInstance } from '@duckdb/node-api'
import { literal } from '../../pipelines/landing/sql-text.ts'
import { filesByName, headerOf } from '../landing/bare.ts'

/**
 * Adds a drop in which one opportunity of each `every` got another amount at the noon of `day`, with its line in the
 * history, one account and contact of as many was touched, and there are new activities and leads for as many of
 * the old.
 */
export async function writeWork(exports: string, day: string, every: number): Promise<void> {
  const crm = join(exports, 'crm')
  const drop = join(crm, day)
  const instance = await DuckDBInstance.create(':memory:', { memory_limit: '2GB', temp_directory: exports })
  const connection = await instance.connect()
  const files = filesByName(crm)
  mkdirSync(drop)
  const at = literal(`${day}T05:00:00.000Z`)
  const stamps = `${at} as LastModifiedDate, ${at} as SystemModstamp`
  const read = (name: string): string => readOf(files.get(name) ?? [])
  const newest = (name: string): string =>
    `(select * from ${read(name)} where hash(Id) % ${every} = 0
      qualify row_number() over (partition by Id order by SystemModstamp desc) = 1)`
  const deals = `(select * replace (cast(cast(Amount as decimal(18, 2)) * 1.05 as varchar) as Amount, ${stamps})
    from ${newest('Opportunity')} where Amount <> '')`
  await write(connection, drop, 'Opportunity', `select * from ${deals}`)
  await write(
    connection,
    drop,
    'OpportunityHistory',
    `select 'x' || Id as Id, Id as OpportunityId, StageName, Amount, Probability, CloseDate, ForecastCategory,
      CurrencyIsoCode, OwnerId as CreatedById, ${at} as CreatedDate, ${at} as SystemModstamp, 'false' as IsDeleted from ${deals}`,
  )
  for (const name of ['Account', 'Contact'])
    await write(connection, drop, name, `select * replace (${stamps}) from ${newest(name)}`)
  const anew = `'x' || Id as Id, ${at} as CreatedDate, ${stamps}`
  await write(connection, drop, 'Lead', `select * replace (${anew}) from ${newest('Lead')}`)
  await write(
    connection,
    drop,
    'Task',
    `select * replace (${anew}, ${literal(day)} as ActivityDate, ${at} as CompletedDateTime) from ${newest('Task')}`,
  )
  await write(
    connection,
    drop,
    'Event',
    `select * replace (${anew}, ${literal(day)} as ActivityDate, ${at} as StartDateTime, ${at} as EndDateTime) from ${newest('Event')}`,
  )
  connection.closeSync()
  instance.closeSync()
}

function readOf(paths: readonly string[]): string {
  const columns = headerOf(paths[0] ?? '').map((column) => `${literal(column)}: 'VARCHAR'`)
  return `read_csv([${paths.map(literal).join(', ')}], auto_detect = false, header = true, columns = {${columns.join(', ')}},
    delim = ',', quote = '"', escape = '"')`
}

async function write(connection: DuckDBConnection, drop: string, name: string, query: string): Promise<void> {
  await connection.run(
    `copy (${query}) to ${literal(join(drop, `${name}.csv`))} (format csv, header, force_quote *)`,
  )
}
