import type { Narrowing } from '../../tiles/filters.ts'
import { counted } from './counted.ts'

export const notationWords = {
  noPeriod: (today: string) =>
    `The calendar has no fiscal quarter for ${today}; build dim_date for this day.`,
  title: {
    everyone: 'whole company',
    seenBy: { rep: 'your own', manager: 'your team' },
    one: ({ territory, method, team, rep, segment }: Narrowing) =>
      [rep, team, territory, segment && `${segment} accounts`, method && `by ${method.toLowerCase()}`]
        .filter(Boolean)
        .join(', '),
    toDate: (name: string, day: string) => `${name} to ${day}`,
    months12: '12 months',
    atDay: (day: string) => `on ${day}`,
    untilMonth: (months: number, month: string) => `${months} months to ${month}`,
    week: (from: string, to: string) => `${from} to ${to}`,
  },
  variance: {
    quota: 'quota',
    period: (name: string, days: number | null) =>
      days === null ? name : `${name}, first ${counted(days, 'day', 'days')}`,
    before12: 'the 12 months before',
    points: (text: string) => `${text} pts`,
    days: (text: string) => `${text} d`,
  },
  code: { AC: 'Actual', PL: 'Quota', PY: 'Year before', FC: 'Forecast' },
  unit: {
    currency: (code: string) => code,
    percent: '%',
    days: 'days',
    perWin: 'per won deal',
    deals: 'deals',
    number: 'number',
    times: 'times',
    months: 'months',
    minutes: 'minutes',
  },
  empty: {
    noDeals: 'No deal was closed in this period.',
    noWins: 'No deal was won in this period.',
    noQuota: 'No quota is set for this period.',
    quotaNotBy: (filter: string) => `Quota is not set by ${filter}. Choose all to see it.`,
    whole: 'This is kept for the whole company only. Choose all to see it.',
    notBy: (filter: string) => `This is not kept by ${filter}. Choose all to see it.`,
    noReps: 'No rep closed a deal or carried a quota in this period.',
    noEffort: 'No activity is recorded in this period, or no deal was won.',
  },
  missing: {
    things: {
      opportunity: 'deals',
      quota: 'quotas',
      activity: 'activities',
      lead: 'leads',
      commission_assignment: 'commission plans',
    },
    drop: (things: string, places: readonly string[]) => `No ${things} yet. Drop ${places.join(', or ')}.`,
    inSource: (files: string, source: string) => `${files} in the source ${source}`,
    inKind: (files: string, kind: string) => `${files} in a source of kind ${kind}`,
    byMapping: (files: string, source: string) =>
      `${files} in the source ${source} and map it (salesops init-mapping proposes how)`,
    or: (files: readonly string[]) => files.join(' or '),
  },
  tooFew: (n: string) => `n = ${n}, too few`,
  nHead: 'n',
  withN: (value: string, n: string) => `${value}, n = ${n}`,
}
