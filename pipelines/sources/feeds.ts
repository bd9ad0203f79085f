import { hubspotObjects } from './hubspot/objects.ts'
import { salesforceObjects } from './salesforce/objects.ts'
import { sheetKinds } from './sheets/kinds.ts'
import { sheetReading } from './sheets/sheets.ts'
import type { FieldRule, Reading } from './source.ts'

/** Something that can be read into an entity: an object of a CRM, or a sheet. */
export interface Feed {
  readonly source: 'Salesforce' | 'HubSpot' | 'Sheets'
  readonly object: string
  readonly reading: Reading
}

/** The headers that a rule looks for; a constant looks for none. A HubSpot property is named once. */
export function headersOf(rule: FieldRule | undefined): string[] {
  const found = new Set<string>(rule?.sql ? [] : rule?.from)
  // Asked as by a file that has every column, and again as by one that has none: rules may look further then.
  rule?.sql?.((header) => {
    found.add(header)
    return header
  })
  rule?.sql?.((header) => {
    found.add(header)
    return undefined
  })
  const shortened = [...found].map((header) => header.replace(/^(properties\.|property_)/, ''))
  return [...new Set(shortened)]
}

/** Every object of a CRM and every sheet that the built-in sources read. */
export function allFeeds(): Feed[] {
  const salesforce = salesforceObjects({ channelColumns: ['Sales_Method__c'], quotaPeriod: 'month' })
  const hubspot = hubspotObjects({ file: 'UTC', company: 'UTC' }, ['sales_method'])
  const seen = new Set<Reading>()
  const named = (source: Feed['source'], objects: Readonly<Record<string, Reading>>): Feed[] =>
    Object.entries(objects).flatMap(([object, reading]) => {
      // Plural names stand for the same reading.
      if (seen.has(reading)) return []
      seen.add(reading)
      return [{ source, object, reading }]
    })
  return [
    ...named('Salesforce', salesforce),
    ...named('HubSpot', hubspot),
    ...sheetKinds.map(
      (kind): Feed => ({
        source: 'Sheets',
        object: `${kind.files[0]}`,
        reading: sheetReading(kind, 'UTC'),
      }),
    ),
  ]
}
