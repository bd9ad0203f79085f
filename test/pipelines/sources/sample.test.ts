import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { idChecksum } from '../../../pipelines/sources/sample/ids.ts'
import { type SampleSummary, writeSample } from '../../../pipelines/sources/sample/write-sample.ts'

type Row = Record<string, string>

const until = '2026-11-15'
const folder = mkdtempSync(join(tmpdir(), 'salesops-sample-'))
const small = join(folder, 'small')
afterAll(() => rmSync(folder, { recursive: true }))

/** Cells of a CSV text by the plain reading of its grammar: quotes protect commas and line breaks. */
function parseCsv(text: string): Row[] {
  const lines: string[][] = []
  let cells: string[] = []
  for (const [, quoted, bare, end] of text.matchAll(/(?:"((?:[^"]|"")*)"|([^",\n]*))(,|\n)/g)) {
    cells.push(quoted === undefined ? (bare ?? '') : quoted.replaceAll('""', '"'))
    if (end !== '\n') continue
    lines.push(cells)
    cells = []
  }
  const [header = [], ...rows] = lines
  return rows.map((row) => {
    expect(row.length).toBe(header.length)
    return Object.fromEntries(header.map((name, i) => [name, row[i] ?? '']))
  })
}

const dropsIn = (out: string, room: string): string[] => readdirSync(join(out, room)).sort()

const rowsOf = (out: string, room: string, drop: string, entity: string): Row[] => {
  const path = join(out, room, drop, `${entity}.csv`)
  return existsSync(path) ? parseCsv(readFileSync(path, 'utf8')) : []
}

interface Truth {
  drops: string[]
  entities: Record<
    string,
    { written: number; dirty: number; distinct: number; live: number; deleted: number }
  >
  deals: {
    won: number
    lost: number
    open: number
    lineItemsNotAddingUp: number
    wonAmount: Record<string, string>
  }
  methods: Record<string, { won: number; lost: number; open: number; winRate: number }>
  incidents: { kind: string; at: string; id: string; other?: string }[]
  moves: { rep: string; at: string }[]
  leavers: { rep: string; at: string }[]
  dirty: { entity: string; file: string; record: number; column: string; value: string }[]
}

const truthIn = (out: string): Truth => JSON.parse(readFileSync(join(out, 'truth.json'), 'utf8'))

/** Clean rows of an entity in the order of the drops. */
function cleanRows(out: string, entity: string): { drop: string; row: Row }[] {
  const dirty = new Set(truthIn(out).dirty.map((each) => `${each.file}#${each.record}`))
  return dropsIn(out, 'crm').flatMap((drop) =>
    rowsOf(out, 'crm', drop, entity).flatMap((row, i) =>
      dirty.has(`crm/${drop}/${entity}.csv#${i + 1}`) ? [] : [{ drop, row }],
    ),
  )
}

/** The last known row of each id. */
const currentRows = (out: string, entity: string): Map<string, Row> =>
  new Map(cleanRows(out, entity).map(({ row }) => [row.Id ?? '', row]))

const hashOf = (out: string): string => {
  const hash = createHash('sha256')
  for (const path of readdirSync(out, { recursive: true, encoding: 'utf8' }).sort()) {
    if (!/\.\w+$/.test(path)) continue
    hash.update(path).update(readFileSync(join(out, path)))
  }
  return hash.digest('hex')
}

const companyEnd = (drop: string): string => new Date(Date.parse(`${drop}T17:00:00Z`)).toISOString()
const cents = (text: string): bigint => BigInt(text.replace('.', ''))

let summary: SampleSummary
beforeAll(async () => {
  summary = await writeSample({ scale: 0.02, seed: 7, until, out: small })
})

describe('writeSample', () => {
  it('gives the same bytes for the same scale, seed and day, and others for another seed', async () => {
    const again = join(folder, 'again')
    await writeSample({ scale: 0.02, seed: 7, until, out: again })
    expect(hashOf(again)).toBe(hashOf(small))
    await writeSample({ scale: 0.02, seed: 8, until, out: again })
    expect(hashOf(again)).not.toBe(hashOf(small))
  })

  it('writes a full export 12 months back, then monthly and at last weekly deltas', () => {
    expect(summary.drops).toEqual(dropsIn(small, 'crm'))
    expect(summary.drops).toHaveLength(16)
    expect(summary.drops[0]).toBe('2025-11-15')
    expect(summary.drops.slice(-4)).toEqual(['2026-10-25', '2026-11-01', '2026-11-08', '2026-11-15'])
  })

  it('has about the promised number of records, and says how many', () => {
    expect(summary.opportunities).toBeGreaterThan(170)
    expect(summary.opportunities).toBeLessThan(310)
    expect(summary.activities / summary.opportunities).toBeGreaterThan(7)
    expect(summary.activities / summary.opportunities).toBeLessThan(13)
    const truth = truthIn(small)
    for (const entity of [
      'User',
      'Account',
      'Contact',
      'Lead',
      'Opportunity',
      'OpportunityHistory',
      'OpportunityLineItem',
      'Task',
      'Event',
    ]) {
      const count = truth.entities[entity]
      const current = [...currentRows(small, entity).values()]
      const written = summary.drops.reduce((sum, drop) => sum + rowsOf(small, 'crm', drop, entity).length, 0)
      expect({ entity, written: count?.written, distinct: count?.distinct, live: count?.live }).toEqual({
        entity,
        written,
        distinct: current.length,
        live: current.filter((row) => row.IsDeleted !== 'true').length,
      })
      expect(summary.records[entity]).toBe(written)
    }
  })

  it('quotes every cell, and has line breaks, quotes and letters beyond ASCII inside some', () => {
    const text = summary.drops
      .map((drop) => readFileSync(join(small, 'crm', drop, 'Opportunity.csv'), 'utf8'))
      .join('')
    expect(text).not.toContain('\r')
    expect(text.startsWith('"Id","AccountId","OwnerId","Name","StageName","Amount",')).toBe(true)
    const cells = cleanRows(small, 'Opportunity').map(({ row }) => row.NextStep ?? '')
    expect(cells.some((cell) => cell.includes('\n'))).toBe(true)
    expect(cells.some((cell) => cell.includes('"'))).toBe(true)
    expect([...currentRows(small, 'User').values()].some((row) => /[^ -~]/.test(row.Name ?? ''))).toBe(true)
  })

  it('gives ids with the right prefix and checksum', () => {
    const prefixes = {
      Account: '001',
      Contact: '003',
      Lead: '00Q',
      User: '005',
      Opportunity: '006',
      OpportunityHistory: '008',
      Task: '00T',
      Event: '00U',
    }
    for (const [entity, prefix] of Object.entries(prefixes)) {
      for (const id of currentRows(small, entity).keys()) {
        expect(id).toMatch(new RegExp(`^${prefix}[0-9A-Za-z]{12}[A-Z0-5]{3}$`))
        expect(idChecksum(id.slice(0, 15))).toBe(id.slice(15))
      }
    }
  })

  it('puts into a delta only what was created or changed since the drop before', () => {
    const drops = summary.drops
    for (const entity of [
      'Opportunity',
      'OpportunityHistory',
      'Account',
      'Task',
      'Event',
      'Lead',
      'User',
      'OpportunityLineItem',
    ]) {
      const rows = cleanRows(small, entity)
      expect(rows.length).toBeGreaterThan(0)
      for (const { drop, row } of rows) {
        const stamp = row.SystemModstamp ?? ''
        const before = drops[drops.indexOf(drop) - 1]
        expect(stamp < companyEnd(drop)).toBe(true)
        if (before !== undefined) expect(stamp >= companyEnd(before)).toBe(true)
      }
      const keys = rows.map(({ drop, row }) => `${drop} ${row.Id}`)
      expect(new Set(keys).size).toBe(keys.length)
    }
  })

  it('is a consistent company without its dirty records: every reference leads to a record', () => {
    const ids = Object.fromEntries(
      ['User', 'UserRole', 'Account', 'Contact', 'Lead', 'Opportunity', 'Product2'].map((entity) => [
        entity,
        currentRows(small, entity),
      ]),
    )
    const references: [string, string, string[]][] = [
      ['User', 'UserRoleId', ['UserRole']],
      ['User', 'ManagerId', ['User']],
      ['Account', 'OwnerId', ['User']],
      ['Account', 'MasterRecordId', ['Account']],
      ['Contact', 'AccountId', ['Account']],
      ['Lead', 'ConvertedAccountId', ['Account']],
      ['Lead', 'ConvertedContactId', ['Contact']],
      ['Lead', 'ConvertedOpportunityId', ['Opportunity']],
      ['Opportunity', 'AccountId', ['Account']],
      ['Opportunity', 'OwnerId', ['User']],
      ['OpportunityHistory', 'OpportunityId', ['Opportunity']],
      ['OpportunityLineItem', 'OpportunityId', ['Opportunity']],
      ['OpportunityLineItem', 'Product2Id', ['Product2']],
      ['Task', 'WhatId', ['Opportunity']],
      ['Task', 'WhoId', ['Contact', 'Lead']],
      ['Event', 'WhoId', ['Contact', 'Lead']],
      ['Event', 'AccountId', ['Account']],
    ]
    for (const [entity, column, targets] of references) {
      const lost = cleanRows(small, entity).filter(({ row }) => {
        const id = row[column] ?? ''
        return id !== '' && !targets.some((target) => ids[target]?.has(id))
      })
      expect({ entity, column, lost: lost.length }).toEqual({ entity, column, lost: 0 })
    }
  })

  it('tells each opportunity and its history alike', () => {
    const deals = currentRows(small, 'Opportunity')
    const last = new Map<string, Row>()
    for (const row of currentRows(small, 'OpportunityHistory').values()) {
      const known = last.get(row.OpportunityId ?? '')
      if (known === undefined || (row.CreatedDate ?? '') > (known.CreatedDate ?? ''))
        last.set(row.OpportunityId ?? '', row)
    }
    expect(last.size).toBe(deals.size)
    for (const [id, deal] of deals) {
      const { StageName, Amount, CloseDate, Probability } = last.get(id) ?? {}
      expect({ id, StageName, Amount, CloseDate, Probability }).toEqual({
        id,
        StageName: deal.StageName,
        Amount: deal.Amount,
        CloseDate: deal.CloseDate,
        Probability: deal.Probability,
      })
    }
  })

  it('counts outcomes and won amounts in truth.json as the files give them, to the cent', () => {
    const live = [...currentRows(small, 'Opportunity').values()].filter((row) => row.IsDeleted === 'false')
    const truth = truthIn(small)
    const won = live.filter((row) => row.IsWon === 'true')
    expect(truth.deals.won).toBe(won.length)
    expect(truth.deals.lost).toBe(live.filter((row) => row.IsClosed === 'true').length - won.length)
    expect(truth.deals.open).toBe(live.filter((row) => row.IsClosed === 'false').length)
    for (const [currency, sum] of Object.entries(truth.deals.wonAmount)) {
      const own = won.filter((row) => row.CurrencyIsoCode === currency)
      expect(own.reduce((total, row) => total + cents(row.Amount ?? ''), 0n)).toBe(cents(sum))
    }
  })

  it('has line items that add up to the amount, save those that the truth counts', () => {
    const sums = new Map<string, bigint>()
    for (const row of currentRows(small, 'OpportunityLineItem').values()) {
      const id = row.OpportunityId ?? ''
      sums.set(id, (sums.get(id) ?? 0n) + (row.IsDeleted === 'true' ? 0n : cents(row.TotalPrice ?? '')))
    }
    const deals = currentRows(small, 'Opportunity')
    const off = [...sums].filter(([id, sum]) => sum !== cents(deals.get(id)?.Amount ?? '0.00'))
    expect(sums.size).toBeGreaterThan(150)
    expect(off).toHaveLength(truthIn(small).deals.lineItemsNotAddingUp)
  })

  it('names every dirty record by file, record number and column', () => {
    const { dirty } = truthIn(small)
    expect(dirty.length).toBe(summary.dirty)
    expect(dirty.length).toBeGreaterThan(3)
    for (const { file, record, column, value } of dirty) {
      const row = parseCsv(readFileSync(join(small, file), 'utf8'))[record - 1]
      expect(row?.[column]).toBe(value)
    }
  })

  it('gives a rate for every currency before its first deal, and a quota for every submission', () => {
    const sheet = (name: string) => summary.drops.flatMap((drop) => rowsOf(small, 'sheets', drop, name))
    const spot = sheet('exchange_rate').filter((row) => row.rate_kind === 'spot')
    for (const row of spot) expect(row.rate).toMatch(/^\d+\.\d{6,}$/)
    const deals = [...currentRows(small, 'Opportunity').values()]
    for (const currency of ['USD', 'THB', 'EUR', 'SGD']) {
      const first = deals
        .filter((row) => row.CurrencyIsoCode === currency)
        .map((row) => row.CreatedDate ?? '')
        .sort()[0]
      expect(first, `first deal in ${currency}`).toMatch(/^\d{4}-\d\d-\d\dT/)
      expect(spot.some((row) => row.currency === currency && (row.valid_from ?? '') < (first ?? ''))).toBe(
        true,
      )
    }
    const reps = new Set(sheet('quota').map((row) => row.rep_id))
    const submissions = sheet('forecast_submission')
    expect(submissions.length).toBeGreaterThan(10_000)
    expect(submissions.filter((row) => !reps.has(row.rep_id))).toEqual([])
  })

  it('shows in the files the moves and leavers that happened after the first drop', () => {
    const truth = truthIn(small)
    const users = cleanRows(small, 'User').map(({ row }) => row)
    const late = (event: { at: string }): boolean => event.at > '2025-11-15'
    const moved = truth.moves.filter(late)
    const left = truth.leavers.filter(late)
    expect(moved.length).toBeGreaterThan(0)
    expect(left.length).toBeGreaterThan(0)
    for (const { rep } of moved)
      expect(new Set(users.filter((row) => row.Id === rep).map((row) => row.Team__c)).size).toBe(2)
    const now = currentRows(small, 'User')
    for (const { rep, at } of truth.leavers)
      expect([now.get(rep)?.IsActive, now.get(rep)?.Quota_End__c]).toEqual(['false', at])
    const gone = new Set(truth.leavers.map(({ rep }) => rep))
    const orphans = [...currentRows(small, 'Opportunity').values()].filter(
      (row) => row.IsClosed === 'false' && gone.has(row.OwnerId ?? ''),
    )
    expect(orphans.filter((row) => row.IsDeleted === 'false')).toEqual([])
  })
})

describe('the methods of a larger sample', () => {
  const medium = join(folder, 'medium')
  beforeAll(async () => {
    await writeSample({ scale: 0.25, seed: 3, until, out: medium })
  })

  it('win at the rates that the truth gives, clearly apart', () => {
    const live = [...currentRows(medium, 'Opportunity').values()].filter((row) => row.IsDeleted === 'false')
    const { methods } = truthIn(medium)
    const rate = (method: string): number => {
      const closed = live.filter((row) => row.Sales_Method__c === method && row.IsClosed === 'true')
      return closed.filter((row) => row.IsWon === 'true').length / closed.length
    }
    for (const [method, truth] of Object.entries(methods))
      expect(Math.abs(rate(method) - truth.winRate)).toBeLessThan(0.02)
    expect(rate('Field')).toBeGreaterThan(rate('Phone') + 0.02)
    expect(rate('Phone')).toBeGreaterThan(rate('Web') + 0.02)
    const open = live.filter((row) => row.IsClosed === 'false').length / live.length
    expect(open).toBeGreaterThan(0.06)
    expect(open).toBeLessThan(0.12)
  })

  it('has merged accounts whose deals moved to the survivor, reopened deals and deleted duplicates', () => {
    const { incidents } = truthIn(medium)
    const accounts = currentRows(medium, 'Account')
    const deals = [...currentRows(medium, 'Opportunity').values()]
    const merged = incidents.filter((incident) => incident.kind === 'account-merged')
    expect(merged.length).toBeGreaterThan(3)
    for (const { id, other } of merged) {
      expect([accounts.get(id)?.IsDeleted, accounts.get(id)?.MasterRecordId]).toEqual(['true', other])
      expect(deals.filter((row) => row.AccountId === id && row.IsDeleted === 'false')).toEqual([])
    }
    const moved = cleanRows(medium, 'Opportunity').filter(({ row }) =>
      merged.some(({ id }) => id === row.AccountId),
    )
    expect(moved.length).toBeGreaterThan(0)
    const history = [...currentRows(medium, 'OpportunityHistory').values()]
    const reopened = incidents.filter((incident) => incident.kind === 'deal-reopened')
    expect(reopened.length).toBeGreaterThan(10)
    for (const { id, at } of reopened) {
      const own = history.filter((row) => row.OpportunityId === id)
      expect(own.find((row) => row.CreatedDate === at)?.StageName).toBe('Negotiation')
      expect(
        own.some((row) => (row.CreatedDate ?? '') < at && (row.StageName ?? '').startsWith('Closed')),
      ).toBe(true)
    }
    expect(incidents.filter((incident) => incident.kind === 'duplicate-deal').length).toBeGreaterThan(5)
    expect(deals.filter((row) => row.IsDeleted === 'true').length).toBeGreaterThan(5)
  })
})

describe('a target or option that cannot be', () => {
  it('leaves a folder with other files alone', async () => {
    const out = join(folder, 'foreign')
    mkdirSync(out)
    writeFileSync(join(out, 'notes.txt'), 'mine')
    await expect(writeSample({ scale: 0.01, seed: 1, until, out })).rejects.toMatchObject({
      code: 'out_not_a_sample',
      where: out,
    })
    expect(readdirSync(out)).toEqual(['notes.txt'])
  })

  it('leaves a file in the place of the folder alone', async () => {
    const out = join(folder, 'file')
    writeFileSync(out, 'mine')
    await expect(writeSample({ scale: 0.01, seed: 1, until, out })).rejects.toMatchObject({
      code: 'out_not_a_sample',
    })
    expect(readFileSync(out, 'utf8')).toBe('mine')
  })

  it('removes the remains of a run that was killed', async () => {
    const out = join(folder, 'tidy')
    const dead = spawnSync(process.execPath, ['--version']).pid
    mkdirSync(`${out}.partial-${dead}/crm`, { recursive: true })
    mkdirSync(`${out}.partial-${process.ppid}`)
    await writeSample({ scale: 0.01, seed: 1, until, out })
    expect(
      readdirSync(folder)
        .filter((name) => name.startsWith('tidy'))
        .sort(),
    ).toEqual(['tidy', `tidy.partial-${process.ppid}`])
  })

  it('refuses a day that is none, a scale of 0 and a negative seed, and leaves nothing behind', async () => {
    const out = join(folder, 'never')
    const good = { scale: 0.01, seed: 1, until, out }
    await expect(writeSample({ ...good, until: '2026-02-30' })).rejects.toMatchObject({
      code: 'bad_until',
      value: '2026-02-30',
    })
    await expect(writeSample({ ...good, scale: 0 })).rejects.toMatchObject({ code: 'bad_scale' })
    await expect(writeSample({ ...good, seed: -1 })).rejects.toMatchObject({ code: 'bad_seed' })
    expect(readdirSync(folder).filter((name) => name.startsWith('never'))).toEqual([])
  })

  it('removes what it wrote when it is stopped half-way', async () => {
    const out = join(folder, 'stopped')
    const onProgress = () => {
      throw new Error('stop')
    }
    await expect(writeSample({ scale: 0.05, seed: 1, until, out, onProgress })).rejects.toThrow('stop')
    expect(readdirSync(folder).filter((name) => name.startsWith('stopped'))).toEqual([])
  })
})
