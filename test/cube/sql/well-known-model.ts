import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DuckDBInstance } from '@duckdb/node-api'
import { type Cube, openCube } from '../../../cube/server.ts'
import { SECRET, ZONE } from '../toy.ts'

const numbers = (count: number): number[] => Array.from({ length: count }, (_, index) => index)
const lines = <T>(items: readonly T[], line: (item: T) => string): string => items.map(line).join('\n')
const policy = 'access_policy: [{ group: "*", row_level: { allow_all: true } }]'

const prices = `
      - { name: count, type: count, description: Events count }
      - { name: maxPrice, sql: taxful_total_price, type: max }
      - { name: minPrice, sql: taxful_total_price, type: min }
      - { name: avgPrice, sql: taxful_total_price, type: avg }
      - { name: countDistinct, sql: customer_gender, type: count_distinct }`

const ecommerce = `
  - name: KibanaSampleDataEcommerce
    description: Orders of a shop
    sql_table: ecommerce
    ${policy}
    joins:
      - { name: Logs, sql: "{CUBE}.id = {Logs}.id", relationship: many_to_one }
    dimensions:
      - { name: id, sql: id, type: number, primary_key: true, public: true }
      - { name: order_date, sql: order_date, type: time }
      - { name: last_mod, sql: last_mod, type: time }
      - { name: customer_gender, sql: customer_gender, type: string, description: Customer gender }
      - { name: notes, sql: notes, type: string }
      - { name: taxful_total_price, sql: taxful_total_price, type: number }
      - { name: has_subscription, sql: has_subscription, type: boolean }
    measures:${prices}
      - { name: sumPrice, sql: taxful_total_price, type: sum }
    segments:
      - { name: is_male, sql: "{CUBE}.customer_gender = 'male'", description: Male users segment }
      - { name: is_female, sql: "{CUBE}.customer_gender = 'female'" }`

const logs = `
  - name: Logs
    sql_table: logs
    ${policy}
    joins:
      - { name: NumberCube, sql: "{CUBE}.id = {NumberCube}.id", relationship: many_to_one }
    dimensions:
      - { name: id, sql: id, type: number, primary_key: true, public: true }
      - { name: read, sql: read, type: boolean }
      - { name: content, sql: content, type: string }
    measures:
      - { name: agentCount, sql: agent, type: count_distinct }
      - { name: agentCountApprox, sql: agent, type: count_distinct_approx }
  - name: NumberCube
    sql_table: logs
    ${policy}
    dimensions:
      - { name: id, sql: id, type: number, primary_key: true, public: false }
    measures:
      - { name: someNumber, sql: "count(*)", type: number }`

const wide = `
  - name: WideCube
    sql_table: wide
    ${policy}
    dimensions:
${lines(numbers(100), (n) => `      - { name: dim${n}, sql: "(id * ${n + 1}) % ${n + 3}", type: number }`)}
    measures:${prices}
${lines(numbers(100), (n) => `      - { name: measure${n}, sql: "sum({CUBE}.id + ${n})", type: number }`)}`

const multi = `
  - name: MultiTypeCube
    description: A little bit of everything
    sql_table: multi
    ${policy}
    dimensions:
${lines(
  numbers(10),
  (n) => `      - { name: dim_num${n}, sql: "num + ${n}", type: number, description: Number ${n} }
      - { name: dim_str${n}, sql: "str || '${n}'", type: string, description: Text ${n} }
      - { name: dim_date${n}, sql: "happened_at + interval ${n} day", type: time, description: Time ${n} }`,
)}
    measures:${prices}
${lines(
  numbers(10),
  (n) => `      - { name: measure_num${n}, sql: "sum({CUBE}.num + ${n})", type: number }
      - { name: measure_str${n}, sql: "max({CUBE}.str || '${n}')", type: string }
      - { name: measure_date${n}, sql: "max({CUBE}.happened_at + interval ${n} day)", type: time }`,
)}`

/** An order has several lines: a join repeats it. */
const orders = `
  - name: Orders
    sql_table: orders
    ${policy}
    joins:
      - { name: OrderLines, sql: "{CUBE}.id = {OrderLines}.order_id", relationship: one_to_many }
    dimensions:
      - { name: id, sql: id, type: number, primary_key: true, public: true }
      - { name: region, sql: region, type: string }
    measures:
      - { name: freight, sql: freight, type: sum }
      - { name: count, type: count }
  - name: OrderLines
    sql_table: order_lines
    ${policy}
    dimensions:
      - { name: id, sql: id, type: number, primary_key: true, public: true }
      - { name: product, sql: product, type: string }
    measures:
      - { name: price, sql: price, type: sum }`

/** The tables below the model. Times are kept in UTC; orders are made at all hours, on days over three years. */
const seeds: readonly string[] = [
  `CREATE TABLE ecommerce AS SELECT i AS id,
    TIMESTAMP '2022-11-30 17:30:00' + to_minutes(i * 5347) AS order_date,
    TIMESTAMP '2023-01-01' + to_seconds(i * 86399) AS last_mod,
    CASE i % 3 WHEN 0 THEN 'male' WHEN 1 THEN 'female' END AS customer_gender,
    CASE WHEN i % 7 = 0 THEN NULL ELSE 'note ' || chr(65 + (i % 26)::INTEGER) || '_' || i % 5 END AS notes,
    CAST(((i * 7919) % 100000) / 100.0 AS DOUBLE) AS taxful_total_price,
    i % 4 = 0 AS has_subscription FROM range(300) AS r(i)`,
  `CREATE TABLE logs AS SELECT i * 2 AS id, i % 2 = 0 AS read, 'line ' || i % 11 AS content,
    'agent ' || i % 5 AS agent FROM range(120) AS r(i)`,
  `CREATE TABLE wide AS SELECT i AS id, i % 17 * 1.5 AS taxful_total_price,
    CASE WHEN i % 2 = 0 THEN 'male' ELSE 'female' END AS customer_gender FROM range(60) AS r(i)`,
  `CREATE TABLE multi AS SELECT i AS num, 'text ' || i % 6 AS str, TIMESTAMP '2024-02-27 20:00:00' + to_hours(i * 31) AS happened_at,
    i % 9 * 2.25 AS taxful_total_price, CASE WHEN i % 2 = 0 THEN 'male' ELSE 'female' END AS customer_gender
    FROM range(80) AS r(i)`,
  `CREATE TABLE orders AS SELECT i AS id, 'region ' || i % 3 AS region, CAST(i * 1.25 AS DECIMAL(12, 2)) AS freight
    FROM range(50) AS r(i)`,
  `CREATE TABLE order_lines AS SELECT i AS id, i % 37 AS order_id, 'product ' || i % 4 AS product,
    CAST(i * 0.75 AS DECIMAL(12, 2)) AS price FROM range(200) AS r(i)`,
]

/** A model that people who test SQL over Cube know by its names, over rows of our own. */
export async function openWellKnown(): Promise<{ cube: Cube; file: string; remove: () => Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), 'well-known-'))
  const file = join(folder, 'b1.duckdb')
  const instance = await DuckDBInstance.create(file)
  const connection = await instance.connect()
  for (const seed of seeds) await connection.run(seed)
  connection.closeSync()
  instance.closeSync()
  const modelDir = join(folder, 'model')
  await mkdir(join(modelDir, 'cubes'), { recursive: true })
  await writeFile(join(modelDir, 'cubes/all.yml'), `cubes:${ecommerce}${logs}${wide}${multi}${orders}\n`)
  const cube = await openCube({
    modelDir,
    currentBuild: () => ({ id: 'b1', file }),
    secret: SECRET,
    timezone: ZONE,
    memoryLimit: '256MB',
    threads: 2,
  })
  return { cube, file, remove: () => rm(folder, { recursive: true, force: true }) }
}
