import { firstOf } from '../columns.ts'
import type { FieldRule, Reading } from '../source.ts'
import {
  company,
  day,
  firstLinked,
  isDeleted,
  modifiedAt,
  owner,
  plain,
  property,
  recordTimes,
  text,
  time,
  type Zones,
} from './rules.ts'

/** Kinds of engagement that have a table or an export of their own. */
export type EngagementKind = 'call' | 'email' | 'meeting' | 'task' | 'note' | 'message'

const started = [
  ...property('hs_meeting_start_time', 'Meeting start time'),
  'start_time',
  ...property('hs_timestamp', 'Activity date'),
  'timestamp',
]

/** What the row says that it is, or else what its table holds. */
function kindOf(table: EngagementKind | undefined): FieldRule {
  return {
    sql: (column) => {
      const type = firstOf(
        ['type', ...property('hs_engagement_type'), 'engagement_type', 'Activity type'],
        column,
      )
      const other = table ? `'${table}'` : 'NULL'
      if (!type) return other
      return `CASE WHEN lower(${type}) IN ('call', 'email', 'meeting', 'task', 'note') THEN lower(${type})
        WHEN lower(${type}) IN ('incoming_email', 'forwarded_email') THEN 'email'
        WHEN lower(${type}) IN ('communication', 'sms', 'whatsapp', 'linkedin_message') THEN 'message' ELSE ${table ? other : `lower(${type})`} END`
    },
  }
}

/** Done where the status says so; tasks that are open say so too. */
const isCompleted: FieldRule = {
  sql: (column) => {
    const status = firstOf(
      [...property('hs_task_status', 'Task status'), ...property('hs_call_status')],
      column,
    )
    return (
      status &&
      `CASE WHEN upper(${status}) = 'COMPLETED' THEN 'true' WHEN ${status} IS NOT NULL THEN 'false' END`
    )
  },
}

/** An engagement: of the common table, which knows little, or of the table of its kind. */
export function engagement(zones: Zones, kind?: EngagementKind): Reading {
  const isTask = kind === 'task'
  return {
    entity: 'activity',
    fields: {
      activity_id: plain('engagement_id', 'id', 'Record ID', ...property('hs_object_id')),
      activity_type: kindOf(kind),
      subject: {
        from: [
          ...[
            'hs_call_title',
            'hs_meeting_title',
            'hs_email_subject',
            'hs_task_subject',
            'title',
            'subject',
          ].flatMap((name) => property(name)),
          'Call title',
          'Meeting name',
          'Email subject',
          'Task title',
        ],
      },
      owner_id: owner,
      account_id: company,
      opportunity_id: firstLinked(['Associated Deal IDs'], 'deals'),
      who_id: firstLinked(['Associated Contact IDs'], 'contacts'),
      due_on: isTask ? day(zones, [...property('hs_timestamp', 'Due date')]) : {},
      started_at: isTask ? {} : time(zones, started),
      completed_at: time(zones, [
        ...property('hs_task_completion_date', 'Completed at'),
        ...property('hs_meeting_end_time', 'Meeting end time'),
        'end_time',
      ]),
      is_completed: isCompleted,
      duration_seconds: { from: property('hs_call_duration', 'Call duration'), divideBy: 1000 },
      direction: {
        sql: (column) => {
          const found = firstOf(
            [...property('hs_call_direction', 'Call direction'), ...property('hs_email_direction')],
            column,
          )
          return (
            found &&
            `CASE WHEN upper(${found}) IN ('INBOUND', 'INCOMING_EMAIL') THEN 'inbound' WHEN upper(${found}) IN ('OUTBOUND', 'EMAIL', 'FORWARDED_EMAIL') THEN 'outbound' ELSE lower(${found}) END`
          )
        },
      },
      outcome: text(
        'hs_call_disposition',
        'Call outcome',
        ...property('hs_meeting_outcome'),
        'meeting_outcome',
      ),
      phone: text('hs_call_to_number', 'To number'),
      ...recordTimes(zones),
      // The common table tells less than that of the kind, and so never stands in its place.
      modified_at: kind
        ? modifiedAt(zones)
        : time(zones, ['last_updated', 'updatedAt', ...property('hs_lastmodifieddate')]),
      is_deleted: isDeleted,
    },
  }
}
