import { isOneOf } from '../../landing/sql-text.ts'
import type { ColumnSql, FieldRule } from '../source.ts'
import { id, lower, number, recordTimes, reference, text } from './rules.ts'

const kinds = ['call', 'email', 'meeting', 'visit', 'demo']

/** The first of the columns that names a kind of activity which the contract knows, else `other`. */
function kindOf(headers: readonly string[], other: string): FieldRule {
  return {
    sql: (column) => {
      const cases = headers.flatMap((header) => {
        const found = column(header)
        if (!found) return []
        const standard = kinds.map(
          (kind) => `WHEN ${found} = '${kind[0]?.toUpperCase()}${kind.slice(1)}' THEN '${kind}'`,
        )
        return [
          ...standard,
          `WHEN ${isOneOf(`lower(${found})`, kinds)} THEN lower(${found})`,
          `WHEN lower(${found}) IN ('listemail', 'list email') THEN 'email'`,
        ]
      })
      return cases.length ? `CASE ${cases.join(' ')} ELSE '${other}' END` : `'${other}'`
    },
  }
}

/** WhatId where it points to an object with the key prefix. */
function related(prefix: string, column: ColumnSql): string | undefined {
  const what = column('WhatId')
  return what && `CASE WHEN starts_with(${what}, '${prefix}') THEN ${what} END`
}

const links: Readonly<Record<string, FieldRule>> = {
  activity_id: id('Id', 'Activity ID'),
  subject: text('Subject'),
  owner_id: reference(['OwnerId', 'Assigned To ID'], ['Assigned', 'Assigned To']),
  owner_name: text('Owner.Name', 'Assigned', 'Assigned To'),
  owner_email: text('Owner.Email'),
  account_id: {
    id: 'salesforce',
    sql: (column) => {
      const account = column('AccountId') ?? column('Account ID')
      const what = related('001', column)
      return account && what ? `coalesce(${account}, ${what})` : (account ?? what)
    },
  },
  opportunity_id: { id: 'salesforce', sql: (column) => related('006', column) },
  who_id: id('WhoId'),
  due_on: { from: ['ActivityDate', 'Date'], dropTime: true },
}

export const taskFields: Readonly<Record<string, FieldRule>> = {
  ...links,
  activity_type: kindOf(['TaskSubtype', 'Type'], 'task'),
  completed_at: text('CompletedDateTime'),
  is_completed: text('IsClosed', 'Closed'),
  duration_seconds: number('CallDurationInSeconds', 'Call Duration'),
  direction: lower('CallType'),
  outcome: text('CallDisposition', 'Call Result'),
  ...recordTimes,
}

/**
 * The fields of Event. Salesforce does not say whether an event took place: `completed_at` is its end, so
 * that it counts as done once that has passed, and `is_completed` stays empty.
 */
export const eventFields: Readonly<Record<string, FieldRule>> = {
  ...links,
  activity_type: kindOf(['Type'], 'meeting'),
  started_at: text('StartDateTime', 'ActivityDateTime'),
  completed_at: text('EndDateTime'),
  duration_seconds: { from: ['DurationInMinutes'], times: 60 },
  ...recordTimes,
}
