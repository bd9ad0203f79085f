import { type Case, lines } from './expected.ts'

/** Parquet. */
export const parquetFiles: readonly Case[] = [
  {
    name: 'typed columns',
    file: 'a.parquet',
    content: (connection, path) =>
      parquet(
        connection,
        path,
        `SELECT 1::BIGINT AS "Id", 'a,"b"' AS "StageName", 12.5::DECIMAL(18,2) AS "Amount", DATE '2026-03-01' AS "CloseDate" UNION ALL SELECT 2, 'c', NULL, NULL`,
      ),
    outcome: {
      loaded: 2,
      rows: [
        { opportunity_id: '1', stage_name: 'a,"b"', amount: '12.500000', close_date: '2026-03-01' },
        { amount: null },
      ],
    },
  },
  {
    name: 'structs, lists and floats',
    file: 'a.parquet',
    content: (connection, path) =>
      parquet(
        connection,
        path,
        `SELECT {'dealstage': 'a', 'amount': 1e16::DOUBLE / 1e10} AS properties, [1, 2] AS tags, 7 AS id`,
      ),
    outcome: { loaded: 1, rows: [{ opportunity_id: '7', stage_name: 'a', amount: '1000000.000000' }] },
  },
  {
    name: 'no rows',
    file: 'a.parquet',
    content: (connection, path) =>
      parquet(connection, path, `SELECT 1 AS "Id", 'a' AS "StageName" WHERE false`),
    outcome: { loaded: 0 },
  },
  {
    name: 'a name with the marks of a pattern',
    file: 'a[1]*.parquet',
    content: (connection, path) => parquet(connection, path, `SELECT 1 AS "Id", E'a\\nb' AS "StageName"`),
    outcome: { loaded: 1, rows: [{ stage_name: 'a\nb' }] },
  },
  {
    name: 'cut',
    file: 'a.parquet',
    content: Buffer.from('PAR1 and then nothing'),
    outcome: { fails: 'bad_parquet' },
  },
  { name: 'no Parquet', file: 'a.parquet', content: lines('Id,StageName'), outcome: { fails: 'wrong_kind' } },
]

async function parquet(
  connection: Parameters<Extract<Case['content'], (...args: never[]) => unknown>>[0],
  path: string,
  sql: string,
): Promise<void> {
  const quoted = path.replaceAll("'", "''")
  await connection.run(`COPY (${sql}) TO '${quoted}' (FORMAT parquet)`)
}
