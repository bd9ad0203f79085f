import { afterAll, beforeAll, expect, test } from 'vitest'
import { SQL_DATABASE } from '../../cli/sql-server.ts'
import { streamSql } from '../../cube/sql/ask-sql.ts'
import { parseQuestion, type Question, questionText, restQuery } from '../../dashboards/explore/question.ts'
import { graphqlText, type MemberTypes, restText, sqlText } from '../../dashboards/explore/texts.ts'
import { sampleBuild } from '../support/sample-build.ts'
import { reader, type Served, serveSample } from './served.ts'

let served: Served
beforeAll(async () => {
  served = await serveSample('/nowhere')
})
afterAll(() => served?.close())

const plain: Question = {
  view: 'bookings',
  measures: ['amount', 'win_rate'],
  dimensions: ['channel_name'],
  segments: [],
  conditions: [],
  time: null,
}
const year = ['2025-07-01', '2026-06-30'] as const

const questions: [string, Question][] = [
  ['groups', plain],
  ['a segment', { ...plain, segments: ['won'] }],
  ['months', { ...plain, dimensions: [], time: { name: 'closed_at', granularity: 'month', range: year } }],
  [
    'fiscal quarters and a dimension',
    { ...plain, time: { name: 'closed_at', granularity: 'fiscal_quarter', range: year } },
  ],
  ['a range without periods', { ...plain, time: { name: 'closed_at', granularity: null, range: year } }],
  [
    'one value, several and all but one',
    {
      ...plain,
      dimensions: ['territory_name', 'channel_name'],
      conditions: [
        { name: 'channel_name', operator: 'equals', values: ['Field', 'Phone'] },
        { name: 'territory_name', operator: 'notEquals', values: ['Bangkok'] },
        { name: 'deal_type', operator: 'equals', values: ['new'] },
      ],
    },
  ],
  [
    'what contains a word, and what is empty',
    {
      ...plain,
      dimensions: ['rep_name', 'loss_reason'],
      conditions: [
        { name: 'rep_name', operator: 'contains', values: ['an'] },
        { name: 'loss_reason', operator: 'notSet', values: [] },
      ],
    },
  ],
  [
    'numbers',
    {
      ...plain,
      measures: ['deals_won'],
      conditions: [
        { name: 'cycle_days', operator: 'gte', values: ['30'] },
        { name: 'cycle_days', operator: 'lt', values: ['90'] },
      ],
    },
  ],
  ['dimensions alone', { ...plain, measures: [], dimensions: ['territory_name', 'region_name'] }],
  [
    'a quote in a value',
    { ...plain, conditions: [{ name: 'channel_name', operator: 'notEquals', values: ["O'N"] }] },
  ],
]

type Values = (string | null)[][]

/** Cells as they compare: numbers to nine digits, periods by their day. */
const comparable = (value: unknown): string | null => {
  if (value === null || value === undefined) return null
  const text = String(value)
  if (/^\d{4}-\d\d-\d\d[T ]/.test(text)) return text.slice(0, 10)
  return text !== '' && Number.isFinite(Number(text)) ? Number(text).toPrecision(9) : text
}

const names = ({ time, dimensions, measures }: Question): string[] => [
  ...(time?.granularity ? [time.name] : []),
  ...dimensions,
  ...measures,
]

async function byRest(question: Question): Promise<Values> {
  const { data } = await served.cube.load(restQuery(question), reader)
  return data.map((row) =>
    names(question).map((name) => {
      const member = `${question.view}.${name}`
      return comparable(row[`${member}.${question.time?.granularity}`] ?? row[member])
    }),
  )
}

async function bySql(question: Question, types: MemberTypes): Promise<Values> {
  const found: Values = []
  const zone = sampleBuild().manifest.company.timezone
  const asking = { cube: served.cube, user: reader, zone, database: SQL_DATABASE }
  await streamSql(sqlText(question, types), asking, async ({ next }) => {
    for (let rows = await next(); rows; rows = await next())
      found.push(...rows.map((row) => row.map((cell) => comparable(cell))))
  })
  return found
}

async function byGraphql(question: Question, text: string): Promise<Values> {
  const token = await served.cube.token(reader, 60)
  const response = await fetch(`${served.url}/cubejs-api/graphql`, {
    method: 'POST',
    headers: { Authorization: token, 'Content-Type': 'application/json' },
    body: JSON.stringify({ query: text }),
  })
  const { data, errors } = await response.json()
  if (errors) throw new Error(JSON.stringify(errors))
  return data.cube.map((row: Record<string, Record<string, unknown>>) =>
    names(question).map((name) => {
      const value = row[question.view]?.[name]
      const { granularity, name: time } = question.time ?? {}
      return comparable(
        name === time && granularity ? localDay(String(Reflect.get(Object(value), granularity))) : value,
      )
    }),
  )
}

/** The company day of an instant, as a period of REST begins with it. */
function localDay(instant: string): string {
  const { timezone: timeZone } = sampleBuild().manifest.company
  return `${new Intl.DateTimeFormat('en-CA', { timeZone }).format(new Date(instant))}T00:00:00`
}

const sorted = (rows: Values): string[] => rows.map((row) => JSON.stringify(row)).sort()

test.each(questions)('%s: the texts ask the same', async (_, question) => {
  const meta = await served.cube.meta(reader)
  const view = meta.cubes.find(({ name }) => name === question.view)
  const types = Object.fromEntries(
    (view?.dimensions ?? []).map(({ name, type }) => [name.split('.')[1], type]),
  )
  const rest = sorted(await byRest(question))
  expect(rest.length).toBeGreaterThan(0)
  expect(sorted(await bySql(question, types))).toEqual(rest)
  const graphql = graphqlText(question, types)
  const isTold = question.segments.length === 0 && !question.time?.granularity?.startsWith('fiscal')
  expect(graphql !== null).toBe(isTold)
  if (graphql !== null) expect(sorted(await byGraphql(question, graphql))).toEqual(rest)
})

test.each(questions)('%s: is in the address and comes back the same', (_, question) => {
  expect(parseQuestion(questionText(question))).toEqual(question)
})

test('a call of REST carries the question whole, quotes too', () => {
  const [, question = plain] = questions.at(-1) ?? []
  const [, json = ''] = /'query=(.*)'$/s.exec(restText(question, 'http://x')) ?? []
  expect(JSON.parse(json.replaceAll("'\\''", "'"))).toEqual(restQuery(question))
})

test('an address that is no question asks nothing, and what is broken in one is left out', () => {
  expect(parseQuestion('?period=last-year')).toBeNull()
  expect(parseQuestion('?view=bookings&where=%7B&from=x&time=closed_at')).toMatchObject({
    conditions: [],
    time: { name: 'closed_at', granularity: null, range: null },
  })
})
