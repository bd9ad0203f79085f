import type { Column } from '../../models/column.ts'
import { contract, type EntityName } from '../../models/contract/index.ts'
import type { ForgottenRow } from '../../models/state/database.ts'
import { literal, quoted } from './sql-text.ts'

/** What is known of the people who are forgotten. */
export type Forgotten = readonly ForgottenRow[]

/** Entities whose records are people. */
export const personIds = { contact: 'contact_id', lead: 'lead_id', user: 'user_id' } as const
export type PersonEntity = keyof typeof personIds

const emails = '[^\\s@,;:<>"()\\[\\]{}|\\\\]+@[\\p{L}\\p{N}-]+(?:\\.[\\p{L}\\p{N}-]+)*'
/** How an address that was taken out begins: a mark stays in its place, so that people stay joined by it. */
const MARK = 'forgotten-'

/**
 * SQL that takes forgotten people out of texts and records, by the hashes of what they are known by. What it
 * gives, it gives again when it is applied to that.
 */
export class Redaction {
  readonly #rows: Forgotten
  readonly #salt: string

  constructor(rows: Forgotten) {
    this.#rows = rows
    this.#salt = rows[0]?.salt ?? ''
  }

  /** The hash of a text of SQL. */
  hash(sql: string): string {
    return `sha256(${literal(this.#salt)} || ${sql})`
  }

  /** A text without the addresses of forgotten people: a mark stands in the place of each. */
  text(sql: string): string {
    return `CASE WHEN strpos(${sql}, '@') > 0 THEN list_reduce(list_prepend(${sql}, ${this.#addressesIn(sql)}),
      lambda done, address: replace(done, address, ${this.#mark('address')})) ELSE ${sql} END`
  }

  /** True where a text holds the address of a forgotten person, or the mark that stands for one. */
  holds(sql: string): string {
    return `coalesce(CASE WHEN strpos(${sql}, '@') > 0 THEN len(${this.#addressesIn(sql)}) > 0 ELSE false END
      OR ${this.#hasMark(sql)}, false)`
  }

  /** True for records of an entity that hold a forgotten person. */
  touches(entity: EntityName, source: string, columns: readonly string[]): string {
    const exprs = Object.entries(this.#columns(entity, source, columns))
    return exprs.map(([name, sql]) => `${quoted(name)} IS DISTINCT FROM (${sql})`).join(' OR ') || 'false'
  }

  /** Records of an entity with the people taken out: SQL over a relation that has these columns. */
  records(entity: EntityName, source: string, relation: string, columns: readonly string[]): string {
    const exprs = this.#columns(entity, source, columns)
    const replaced = Object.entries(exprs).map(([name, sql]) => `${sql} AS ${quoted(name)}`)
    return replaced.length ? `SELECT * REPLACE (${replaced.join(', ')}) FROM ${relation}` : `FROM ${relation}`
  }

  /** Rows of the quarantine, the cells of those that hold a forgotten person emptied. */
  quarantine(relation: string): string {
    const touched = this.#touchesCells()
    return `SELECT * EXCLUDE (cells) REPLACE (
        CASE WHEN ${touched} THEN NULL ELSE value END AS value, CASE WHEN ${touched} THEN NULL ELSE raw END AS raw)
      FROM ${withCells(relation)}`
  }

  /** How many rows of the quarantine hold a forgotten person. */
  countQuarantine(relation: string): string {
    return `SELECT count(*)::INTEGER FROM ${withCells(relation)} WHERE (${this.#touchesCells()}) AND (raw IS NOT NULL OR value IS NOT NULL)`
  }

  /** True for a row of the quarantine that holds an address, a name or an id of a forgotten person. */
  #touchesCells(): string {
    const ids = this.#rows.filter(({ kind }) => kind === 'record')
    const isPerson = ids.map(
      ({ source, entity, record_id }) =>
        `source = ${literal(source ?? '')} AND entity = ${literal(entity ?? '')} AND list_contains(map_values(cells), ${literal(record_id ?? '')})`,
    )
    const named = `len(list_filter(map_values(cells), lambda it: ${this.#isKnown('name', 'lower(trim(it))')})) > 0`
    return [this.holds('raw'), this.holds('value'), named, ...isPerson]
      .map((sql) => `coalesce(${sql}, false)`)
      .join(' OR ')
  }

  #hasMark(sql: string): string {
    const marks = this.#rows.filter(({ kind }) => kind === 'email').map(({ hash }) => literal(markOf(hash)))
    return marks.map((mark) => `strpos(${sql}, ${mark}) > 0`).join(' OR ') || 'false'
  }

  #addressesIn(sql: string): string {
    return `list_distinct(list_filter(regexp_extract_all(${sql}, ${literal(emails)}),
      lambda address: ${this.#isKnown('email', 'lower(address)')}))`
  }

  /** `markOf` in SQL. */
  #mark(address: string): string {
    return `${literal(MARK)} || left(${this.hash(`lower(${address})`)}, 16)`
  }

  #isKnown(kind: ForgottenRow['kind'], sql: string, source?: string): string {
    const rows = this.#rows.filter(
      (row) => row.kind === kind && (source === undefined || row.source === source),
    )
    if (!rows.length) return 'false'
    return `coalesce(${this.hash(sql)} IN (${rows.map(({ hash }) => literal(hash)).join(', ')}), false)`
  }

  /** True where a column holds the id of a forgotten person's record. */
  #isRecord(source: string, entities: readonly PersonEntity[], column: string): string {
    const ids = this.#rows.filter(
      (row) => row.kind === 'record' && row.source === source && entities.some((it) => it === row.entity),
    )
    if (!ids.length) return 'false'
    return `coalesce(${column} IN (${ids.map(({ record_id }) => literal(record_id ?? '')).join(', ')}), false)`
  }

  /** The mark that stands for a forgotten person's number; null for any other number. */
  #phone(sql: string): string {
    const phones = this.#rows.filter(({ kind }) => kind === 'phone')
    if (!phones.length) return 'NULL'
    const cases = phones.map(({ hash }) => `WHEN ${literal(hash)} THEN ${literal(phoneMarkOf(hash))}`)
    return `CASE WHEN ${this.#isPhoneMark(sql)} THEN ${sql} ELSE CASE ${this.hash(nineDigits(sql))} ${cases.join(' ')} END END`
  }

  #isPhoneMark(sql: string): string {
    const marks = this.#rows
      .filter(({ kind }) => kind === 'phone')
      .map(({ hash }) => literal(phoneMarkOf(hash)))
    return marks.length ? `coalesce(${sql} IN (${marks.join(', ')}), false)` : 'false'
  }

  /** The id of the user in the place of a name that only a forgotten user has. */
  #person(source: string, sql: string): string {
    return `coalesce(${this.#named(source, sql)}, ${this.text(sql)})`
  }

  /** The id of the forgotten user who alone has a name; null for any other name. */
  #named(source: string, sql: string): string {
    const names = this.#rows.filter((row) => row.kind === 'name' && row.source === source)
    if (!names.length) return 'NULL::VARCHAR'
    const cases = names.map(({ hash, record_id }) => `WHEN ${literal(hash)} THEN ${literal(record_id ?? '')}`)
    return `CASE ${this.hash(`lower(trim(${sql}))`)} ${cases.join(' ')} END`
  }

  #columns(entity: EntityName, source: string, present: readonly string[]): Record<string, string> {
    const known: Readonly<Record<string, Column>> = contract[entity].columns
    const has = (name: string): boolean => present.includes(name)
    const texts = Object.keys(known).filter((name) => known[name]?.type === 'text' && has(name))
    const exprs: Record<string, string> = Object.fromEntries(
      [...texts, ...(has('_custom') ? ['_custom'] : [])].map((name) => [name, this.text(quoted(name))]),
    )
    for (const name of ['owner_id', 'manager_id', 'changed_by'])
      if (texts.includes(name)) exprs[name] = this.#person(source, quoted(name))
    if (has('owner_id') && has('owner_name'))
      exprs.owner_id = `coalesce(${exprs.owner_id}, ${this.#named(source, 'owner_name')})`
    const where = (condition: string, names: readonly string[], value: (name: string) => string): void => {
      for (const name of names)
        if (has(name))
          exprs[name] = `CASE WHEN ${condition} THEN ${value(name)} ELSE ${exprs[name] ?? quoted(name)} END`
    }
    const empty = (): string => 'NULL'
    if (entity in personIds) {
      const own = personIds[entity as PersonEntity]
      const isPerson = `(${this.#isRecord(source, [entity as PersonEntity], quoted(own))} OR ${this.holds('email')})`
      where(isPerson, ['name'], () => (entity === 'user' ? "'Forgotten'" : 'NULL'))
      where(isPerson, ['email'], () => `CASE WHEN ${this.holds('email')} THEN ${this.text('email')} END`)
      where(isPerson, ['phone'], () => this.#phone('phone'))
      where(isPerson, ['title', '_custom'], empty)
    }
    const isOwner = `(${this.holds('owner_email')} OR ${this.#isRecord(source, ['user'], 'owner_id')} OR ${this.#isKnown('name', 'lower(trim(owner_id))', source)} OR ${this.#isKnown('name', 'lower(trim(owner_name))', source)})`
    if (
      entity === 'activity' &&
      ['owner_email', 'contact_email', 'who_id', 'owner_id', 'owner_name', 'phone'].every(has)
    ) {
      const isOn = `(${isOwner} OR ${this.holds('contact_email')} OR ${this.#isRecord(source, ['contact', 'lead'], 'who_id')} OR ${this.#isKnown('phone', nineDigits('phone'))} OR ${this.#isPhoneMark('phone')})`
      where(isOwner, ['owner_name'], empty)
      where(isOn, ['subject', '_custom'], empty)
      where(isOn, ['phone'], () => this.#phone('phone'))
    }
    if (entity === 'opportunity' && ['owner_email', 'owner_id', 'owner_name'].every(has)) {
      const custom = exprs._custom ?? '_custom'
      where(
        `${isOwner} AND length(owner_name) > 2`,
        ['_custom'],
        () => `replace(${custom}, owner_name, 'Forgotten')`,
      )
      where(isOwner, ['owner_name'], empty)
    }
    if (entity === 'field_history')
      for (const of of Object.keys(personIds) as PersonEntity[])
        where(
          `entity = ${literal(of)} AND ${this.#isRecord(source, [of], 'record_id')}`,
          ['old_value', 'new_value', '_custom'],
          empty,
        )
    return exprs
  }
}

/** The rows of a relation of the quarantine, with the values of their cells where those are known. */
function withCells(relation: string): string {
  return `(SELECT *, CASE WHEN json_valid(raw) THEN CASE WHEN json_type(raw) = 'OBJECT'
    THEN raw::JSON::MAP(VARCHAR, VARCHAR) END END AS cells FROM ${relation})`
}

function markOf(hash: string): string {
  return `${MARK}${hash.slice(0, 16)}`
}

/** The mark of a telephone number: digits, so that numbers that were one stay one. */
function phoneMarkOf(hash: string): string {
  return `${MARK}${(BigInt(`0x${hash.slice(0, 12)}`) % 1_000_000_000n).toString().padStart(9, '0')}`
}

/** The last nine digits of a telephone number: the same with and without the country's code. */
export function nineDigits(sql: string): string {
  return `right(regexp_replace(${sql}, '[^0-9]', '', 'g'), 9)`
}
