import { describe, expect, test } from 'vitest'
import { checkGrain } from '../../cube/grain.ts'
import { lastSnapshotSql } from '../../cube/last-snapshot.ts'
import { answersFor, type ModelMembers } from '../../cube/view-answers.ts'

const model: ModelMembers = {
  origin: (member) =>
    ({
      'deals.amount': 'facts.amount',
      'deals.coverage': 'plans.coverage',
      'deals.median': 'curves.median',
      'deals.rep': 'reps.name',
      'deals.team': 'reps.team',
      'deals.month': 'plans.month',
      'deals.owner_path': 'reps.owner_path',
    })[member],
  isMeasure: (member) => /amount|coverage|median/.test(member),
  viewMeta: () => ({
    answers: [
      { cube: 'plans', members: { rep: 'reps.name', owner_path: 'reps.owner_path' } },
      {
        cube: 'curves',
        members: { team: 'curves.member', rep: 'curves.member' },
        kinds: { member: 'curves.kind', none: 'all', of: { team: 'team', rep: 'rep' } },
        instead: 'curves_of_all',
      },
    ],
  }),
}

const refused = (cure: string) => expect.objectContaining({ code: 'not_at_grain', status: 400, cure })

describe('a view of several facts', () => {
  test('answers from the first as Cube does', () => {
    expect(answersFor({ measures: ['deals.amount'], dimensions: ['deals.rep'] }, model).routes.size).toBe(0)
  })

  test('answers from another fact by the members that it has', () => {
    const filters = [{ or: [{ member: 'deals.owner_path', operator: 'contains', values: ['/1/'] }] }]
    const { routes } = answersFor(
      { measures: ['deals.coverage'], dimensions: ['deals.rep', 'deals.month'], filters },
      model,
    )
    expect([...routes]).toEqual([
      ['deals.rep', 'reps.name'],
      ['deals.owner_path', 'reps.owner_path'],
    ])
  })

  test('refuses what that fact is not told by, and two facts at once', () => {
    const ask = (query: object) => () => answersFor(query, model)
    expect(ask({ measures: ['deals.coverage'], dimensions: ['deals.team'] })).toThrow(refused('ask by rep'))
    expect(ask({ measures: ['deals.coverage'], segments: ['deals.open'] })).toThrow(refused('ask by rep'))
    expect(ask({ measures: ['deals.coverage', 'deals.amount'] })).toThrow(
      refused('ask for each in a query of its own'),
    )
    const having = [{ member: 'deals.amount', operator: 'gt', values: ['1'] }]
    expect(ask({ measures: ['deals.coverage'], filters: having })).toThrow(
      refused('ask for each in a query of its own'),
    )
  })

  test('asks of curves the kind that the query is by', () => {
    const kind = (query: object): unknown =>
      answersFor({ measures: ['deals.median'], ...query }, model).filters[0]?.values
    expect(kind({})).toEqual(['all'])
    expect(kind({ dimensions: ['deals.team'] })).toEqual(['team'])
    expect(kind({ filters: [{ member: 'deals.rep', operator: 'equals', values: ['Ann'] }] })).toEqual(['rep'])
    const both = [{ member: 'deals.rep', operator: 'equals', values: ['Ann', 'Bob'] }]
    expect(() => kind({ filters: both })).toThrow(refused('ask by team, rep'))
    expect(() => kind({ dimensions: ['deals.rep', 'deals.team'] })).toThrow(
      refused('ask by one of team, rep'),
    )
    const own = [{ member: 'deals.owner_path', operator: 'endsWith', values: ['/1/'] }]
    expect(() => kind({ filters: own })).toThrow(refused('ask the view curves_of_all'))
  })
})

describe('the figure of a row', () => {
  const measure = { measure: 'curve.median', pins: ['kind', ['member', 'member_id']] }
  const equals = (member: string, ...values: string[]) => ({ member, operator: 'equals', values })

  test.each([
    { dimensions: ['curve.kind', 'curve.member'] },
    { dimensions: ['curve.member_id'], filters: [equals('curve.kind', 'team')] },
    { filters: [equals('curve.kind', 'team'), equals('curve.member', 'East')] },
  ])('is given where its row is pinned: %j', (query) => {
    expect(() => checkGrain(query, [measure])).not.toThrow()
  })

  test.each([
    { dimensions: ['curve.member'] },
    { filters: [equals('curve.kind', 'team', 'all')], dimensions: ['curve.member'] },
    {
      filters: [{ member: 'curve.kind', operator: 'notEquals', values: ['all'] }],
      dimensions: ['curve.member'],
    },
  ])('is refused where it is not: %j', (query) => {
    expect(() => checkGrain(query, [measure])).toThrow(refused('group by kind, or filter it to one value'))
  })
})

describe('the last snapshot', () => {
  const snapshots = {
    table: 'weeks',
    column: 'day_on',
    periodOf: (day: string, granularity: string) => `${granularity}(${day})`,
  }
  const sql = (query: object) => lastSnapshotSql(query, 'history.day_on', snapshots)

  test('of each period within the range', () => {
    const time = {
      dimension: 'history.day_on',
      granularity: 'quarter',
      dateRange: ['2026-01-01T00:00:00.000', '2026-06-30T23:59:59.999'],
    }
    expect(sql({ timeDimensions: [time] })).toBe(
      "in (select max(snapshot.day) from (select distinct day_on as day from weeks) snapshot where snapshot.day between date '2026-01-01' and date '2026-06-30' group by quarter(snapshot.day))",
    )
  })

  test('of all time without a range; a filter of the day by a date bounds it, others are refused, as is a range of no days', () => {
    expect(sql({})).not.toMatch(/where|group/)
    const before = { member: 'history.day_on', operator: 'beforeDate', values: ['2026-01-01'] }
    expect(sql({ filters: [before] })).toContain("where snapshot.day < date '2026-01-01')")
    expect(() => sql({ filters: [{ or: [before] }] })).toThrow('dateRange')
    expect(() => sql({ filters: [{ ...before, operator: 'equals' }] })).toThrow('dateRange')
    const hostile = { dimension: 'history.day_on', dateRange: ["2026-01-01' or true", '2026-02-01'] }
    expect(sql({ timeDimensions: [hostile] })).not.toContain('true')
    expect(() => sql({ timeDimensions: [{ ...hostile, dateRange: ["' or true", '2026-02-01'] }] })).toThrow(
      'is no day',
    )
  })
})
