import type { FieldRule, Source } from '../../pipelines/sources/source.ts'
import type { Case } from './expected.ts'

const names: Readonly<Record<string, readonly string[]>> = {
  opportunity_id: ['Id', 'Opportunity ID'],
  name: ['Name', 'Opportunity Name', 'properties.dealname'],
  stage_name: ['StageName', 'Stage', 'properties.dealstage'],
  amount: ['Amount', 'properties.amount'],
  close_date: ['CloseDate', 'Close Date', 'properties.closedate'],
}

/** Reads opportunities out of any file but notes. */
export function corpusSource(
  path: string,
  { columns = {}, ...options }: NonNullable<Case['source']> = {},
): Source {
  const fields = Object.entries(names).map(([name, from]): [string, FieldRule] => [
    name,
    { from: columns[name] ? [columns[name]] : from },
  ])
  return {
    name: 'crm',
    kind: 'mapped',
    path,
    loadedAt: 'clock',
    timezone: 'UTC',
    rulesHash: 'corpus',
    readings: (file) =>
      file.endsWith('.md') ? undefined : [{ entity: 'opportunity', fields: Object.fromEntries(fields) }],
    ...options,
  }
}
