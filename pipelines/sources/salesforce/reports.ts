import type { FieldRule, Reading } from '../source.ts'
import { throughSql } from '../written.ts'

/** Objects by the column that only a report about them has, the most telling first. */
const marks: readonly (readonly [column: string, object: string])[] = [
  ['activityid', 'Task'],
  ['opportunityid', 'Opportunity'],
  ['opportunityname', 'Opportunity'],
  ['leadid', 'Lead'],
  ['contactid', 'Contact'],
  ['accountid', 'Account'],
]

/**
 * True for the names that Salesforce gives to exports of a report: `report1731234567890.csv` with its details
 * only, and its own name with the time, `Open deals-2026-11-24-09-30-00.xlsx`, as it is formatted.
 */
export function isReportName(stem: string): boolean {
  return /^report[ _-]?\d{10,}/i.test(stem) || /-\d{4}-\d\d-\d\d-\d\d-\d\d-\d\d$/.test(stem)
}

/** The object that a report is about, by its labels; an opportunity where they do not tell. */
export function reportObject(header: readonly string[]): string {
  const columns = new Set(header.map((name) => name.toLowerCase().replace(/[^a-z0-9]/g, '')))
  return marks.find(([column]) => columns.has(column))?.[1] ?? 'Opportunity'
}

/** The same reading for a report, which shows percentages with their sign: `50%`. */
export function asReport(reading: Reading): Reading {
  const fields = Object.entries(reading.fields).map(([name, rule]): [string, FieldRule | undefined] => [
    name,
    rule?.divideBy === 100 ? throughSql(rule, withoutPercent) : rule,
  ])
  return { ...reading, fields: Object.fromEntries(fields) }
}

function withoutPercent(raw: string): string {
  return `CASE WHEN suffix(${raw}, '%') THEN rtrim(left(${raw}, length(${raw}) - 1)) ELSE ${raw} END`
}
