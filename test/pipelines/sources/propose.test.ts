import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { parseMapping } from '../../../pipelines/sources/mapped/mapping.ts'
import { proposeConfig } from '../../../pipelines/sources/propose/propose-config.ts'
import { proposeFor, proposeForFile } from '../../../pipelines/sources/propose/propose-file.ts'
import { recogniseFolder } from '../../../pipelines/sources/propose/recognise.ts'

let folder: string

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'propose-'))
})

afterEach(() => rm(folder, { recursive: true, force: true }))

async function write(files: Record<string, string>): Promise<void> {
  for (const [name, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder, name)), { recursive: true })
    await writeFile(join(folder, name), text)
  }
}

async function fieldsOf(text: string, entity?: 'opportunity') {
  await write({ 'file.csv': text })
  const proposed = await proposeForFile(join(folder, 'file.csv'), entity)
  const [reading] = parseMapping(proposed.yaml, 'mapping.yml').files['file.csv'] ?? []
  return { ...proposed, fields: reading?.fields ?? {} }
}

describe('a proposed mapping', () => {
  test('matches names, tells forms of numbers and the order of dates from all the values', async () => {
    const { entity, fields, missing, yaml } = await fieldsOf(
      'Deal - ID;Deal - Title;Deal - Value;Deal - Stage;Deal - Expected close date;Deal - Owner;Deal - Probability;Extra\n' +
        '1;A;1.234,50;Won;01.02.2026;Ada;50;x\n2;B;12,5;Lost;31.12.2026;Bo;100;\n',
    )
    expect(entity).toBe('opportunity')
    expect(missing).toEqual([])
    expect(fields).toEqual({
      opportunity_id: 'Deal - ID',
      name: 'Deal - Title',
      owner_id: 'Deal - Owner',
      stage_name: 'Deal - Stage',
      amount: { column: 'Deal - Value', number: { decimal: ',', thousands: '.' } },
      close_date: { column: 'Deal - Expected close date', date: '%d.%m.%Y' },
      probability: { column: 'Deal - Probability', divideBy: 100 },
    })
    expect(yaml).toContain('delimiter: ";"')
    expect(yaml).toContain('# not mapped: Extra (x)')
  })

  test('one value settles the order of the day and the month', async () => {
    const rows = (last: string) => `Id,Stage,Close Date\n1,s,01/02/2026\n2,s,${last}\n`
    expect((await fieldsOf(rows('13/02/2026'))).fields.close_date).toMatchObject({ date: '%d/%m/%Y' })
    expect((await fieldsOf(rows('02/13/2026'))).fields.close_date).toMatchObject({ date: '%m/%d/%Y' })
    expect((await fieldsOf(rows('01/03/2026'))).yaml).toContain('no value tells them apart')
    expect((await fieldsOf(rows('01/03/2569'))).fields.close_date).toMatchObject({ date: '%d/%m/%Y' })
    expect(
      (await fieldsOf('Id,Stage,Close Date\n1,s,01/02/2569\n2,s,3/2/2568\n')).fields.close_date,
    ).toMatchObject({ date: 'th-TH' })
    expect((await fieldsOf('Id,Stage,Close Date\n1,s,46350\n')).fields.close_date).toMatchObject({
      date: 'excel',
    })
    expect((await fieldsOf('Id,Stage,Close Date\n1,s,2026-02-01\n')).fields.close_date).toBe('Close Date')
  })

  test('currency signs are told, and a mark that could be either is doubted', async () => {
    expect(
      (await fieldsOf('Id,Stage,Amount\n1,s,"$1,000.50"\n2,s,$5\n', 'opportunity')).fields.amount,
    ).toMatchObject({
      number: { currency: '$', thousands: ',' },
    })
    expect((await fieldsOf('Id,Stage,Amount\n1,s,"1,234"\n')).yaml).toMatch(
      /decimal mark or one between thousands/,
    )
  })

  test('calls of a dialer are activities', async () => {
    const { entity, fields } = await fieldsOf(
      'Call ID (UUID),Call direction,Call type,User,User email,To,Duration,Start Date\na,Outbound,Answered,Ada,ada@x.com,+2,90,2026-01-05 10:00:00\n',
    )
    expect(entity).toBe('activity')
    expect(fields).toMatchObject({
      activity_id: 'Call ID (UUID)',
      direction: 'Call direction',
      outcome: 'Call type',
      owner_email: 'User email',
      phone: 'To',
      duration_seconds: 'Duration',
    })
  })

  test('a required field without a column is said', async () => {
    const { missing, yaml } = await fieldsOf('Deal Name,Amount,Close Date\nA,1,2026-01-05\n', 'opportunity')
    expect(missing).toEqual(['opportunity_id', 'stage_name'])
    expect(yaml).toContain('# stage_name: no column was found')
  })
})

describe('a folder of exports', () => {
  test('its own columns are named as comments, with the type of their values over all files', async () => {
    const deals = 'Id,StageName,RenewalRisk__c,Seats__c,Amount__c,Empty__c,FiscalYear\n'
    await write({
      'crm/2026-01-01/Opportunity.csv': `${deals}1,s,high,5,1.50,,2026\n`,
      'crm/2026-01-02/Opportunity.csv': `${deals}2,s,low,5.5,2,,2026\n`,
      'crm/2026-01-01/Account.csv': 'Id,Name,Since__c\na,A,2020-01-31\n',
      'crm/2026-01-01/Lead.csv': 'Id,Name,Score__c\nl,L,7\n',
    })
    const { yaml } = await propose()
    expect(yaml.split('\n').filter((line) => line.startsWith('#'))).toEqual([
      expect.stringContaining('# Columns that no field reads yet'),
      '# customFields:',
      '#   - { name: renewal_risk, entity: opportunity, from: "RenewalRisk__c", type: text }',
      '#   - { name: seats, entity: opportunity, from: "Seats__c", type: decimal }',
      '#   - { name: opportunity_amount, entity: opportunity, from: "Amount__c", type: decimal }',
      '#   - { name: since, entity: account, from: "Since__c", type: date }',
    ])
  })

  const propose = async () => {
    const places = await recogniseFolder(folder, folder)
    return proposeConfig({
      folder: 'exports',
      places,
      mappingOf: ({ found }) => proposeFor(found),
      taken: new Set(['amount']),
    })
  }

  test('sub-folders are sources, those named after days are drops', async () => {
    await write({
      'crm/2026-01-01/Opportunity.csv': 'Id,StageName\n1,s\n',
      'crm/2026-01-02/User.csv': 'Id,Name\n1,Ada\n',
      'hub/deals.csv': 'Record ID,Deal Name,Deal Stage,Deal owner\n1,A,s,Ada\n',
      'plans/Quotas.csv': 'rep,month,quota\nu,2026-02,5\n',
      'plans/notes.csv': 'foo\n1\n',
      'other/pipeline.csv': 'opp id,stage,value\n1,s,5\n',
      'broken/x.csv': 'a,a\n1,2\n',
    })
    const { yaml, mappings, next, sources } = await propose()
    expect(sources).toBe(4)
    expect(yaml).toContain('{ name: crm, kind: salesforce, path: "exports/crm", loadedAt: folder }')
    expect(yaml).toContain('{ name: hub, kind: hubspot, path: "exports/hub" }')
    expect(yaml).toContain('{ name: plans, kind: sheets, path: "exports/plans" }')
    expect(yaml).toContain(
      '{ name: pipeline, kind: mapped, mapping: mapping-pipeline.yml, path: "exports/other" }',
    )
    expect(mappings.map(({ name }) => name)).toEqual(['mapping-pipeline.yml'])
    expect(parseMapping(mappings[0]?.text ?? '', 'm').files['pipeline.csv']).toHaveLength(1)
    expect(next.join('\n')).toMatch(
      /Mend x\.csv.*\n.*Look through mapping-pipeline\.yml.*\n.*Left out.*: notes\.csv;/,
    )
  })

  test('one file of deals is enough', async () => {
    await write({ 'deals 2026.csv': 'deal no,stage,value\n1,s,5\n' })
    const { yaml, sources } = await propose()
    expect(sources).toBe(1)
    expect(yaml).toContain('name: deals-2026, kind: mapped')
  })
})
