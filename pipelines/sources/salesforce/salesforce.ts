import { rulesHash } from '../../landing/part.ts'
import { fileName, fileObject } from '../file-object.ts'
import type { Reading, Source, SourceOptions } from '../source.ts'
import { asWritten } from '../written.ts'
import { isVersionTable, versionsOf } from './field-histories.ts'
import { otherObjects, type SalesforceRules, salesforceObjects } from './objects.ts'
import { asReport, isReportName, reportObject } from './reports.ts'

export type SalesforceOptions = SourceOptions & Partial<SalesforceRules>

/** Objects whose table of versions, as a replication tool keeps it, has the name of a table of tracked fields. */
const versioned: Readonly<Record<string, string>> = {
  AccountHistory: 'Account',
  ContactHistory: 'Contact',
  LeadHistory: 'Lead',
}

/**
 * Exports of Salesforce: CSV as Data Loader, the weekly export and the Bulk API write it, one file an object;
 * the snake_case tables of replication tools; and reports, with their labels. A file belongs to the object
 * that its name begins with; a report (`report1731234567890.csv`) to the one that its labels tell.
 */
export function salesforceSource(options: SalesforceOptions): Source {
  const {
    channelColumns = ['Sales_Method__c'],
    quotaPeriod = 'month',
    written,
    loadedAt = 'clock',
    ...rest
  } = options
  const objects: Readonly<Record<string, Reading>> = Object.fromEntries(
    Object.entries(salesforceObjects({ channelColumns, quotaPeriod })).map(([name, reading]) => [
      name,
      asWritten(reading, written, options.timezone),
    ]),
  )
  const reports = Object.fromEntries(
    Object.entries(objects).map(([name, reading]) => [name, asReport(reading)]),
  )
  const names = [...Object.keys(objects), ...otherObjects]
  const versions = new Map(
    Object.entries(versioned).flatMap(([history, object]) => {
      const reading = objects[object]
      return reading ? [[history, versionsOf(reading)] as const] : []
    }),
  )
  return {
    ...rest,
    kind: 'salesforce',
    percentSigns: true,
    loadedAt,
    readings: (file, header = []) => {
      const isReport = isReportName(fileName(file)?.stem ?? '')
      const object = isReport ? reportObject(header) : fileObject(file, names)
      if (object === undefined) return undefined
      const versionsOnly = isVersionTable(header) ? versions.get(object) : undefined
      const reading = versionsOnly ?? (isReport ? reports : objects)[object]
      return reading && [reading]
    },
    rulesHash: rulesHash([...Object.values(objects), ...Object.values(reports), ...versions.values()]),
  }
}
