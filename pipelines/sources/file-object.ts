/** Words that may follow an object's name in the name of its file. */
const fillers = new Set([
  'data',
  'export',
  'exports',
  'extract',
  'full',
  'delta',
  'part',
  'all',
  'copy',
  'batch',
  'page',
  'report',
  'daily',
  'weekly',
  'bigquery',
  'databricks',
  'postgres',
  'redshift',
  'snowflake',
])

const prefixes = '(?:sf[_ -]|salesforce[_ -]|hubspot[_ -](?:crm[_ -]exports?[_ -])?)?(?:all[_ -])?'

/** What a file's name is made of: its stem, its format and, for a list inside a JSON file, the list's key. */
export interface FileName {
  readonly stem: string
  readonly format: string
  readonly list: string | undefined
}

const pattern = /^(.*?)\.(csv|tsv|txt|json|jsonl|ndjson|parquet|xlsx)(?:\.gz)?(?:#(\w+))?$/i

/** The parts of a file's name; undefined where it is of no format that can be read. */
export function fileName(name: string): FileName | undefined {
  const [, stem, format, list] = pattern.exec(name) ?? []
  return stem === undefined || format === undefined ? undefined : { stem, format: format.toLowerCase(), list }
}

/**
 * The object that a file's name begins with: `Opportunity.csv`, `opportunity_2026-11-01.csv.gz`,
 * `sf_opportunity_data.csv`. The longest name wins, and what follows it must not make another word of it.
 */
export function fileObject(name: string, objects: readonly string[]): string | undefined {
  const stem = fileName(name)?.stem
  if (stem === undefined) return undefined
  const matches = objects.flatMap((object) => {
    const rest = restAfter(stem, object)
    return rest !== undefined && isFiller(rest) ? [object] : []
  })
  return matches.sort((a, b) => b.length - a.length)[0]
}

/** How the name of a file of each object begins: made once, for every file asks for all of them. */
const beginnings = new Map<string, RegExp>()

/** What follows the object's name, in any case and with `_` between its words; undefined where it does not begin so. */
function restAfter(stem: string, object: string): string | undefined {
  let pattern = beginnings.get(object)
  if (!pattern) {
    const words = object.match(/[A-Z][a-z]*|\d+/g) ?? []
    pattern = new RegExp(`^${prefixes}${words.join('[_ -]?')}(?![a-z])(.*)$`, 'is')
    beginnings.set(object, pattern)
  }
  return pattern.exec(stem)?.[1]
}

function isFiller(rest: string): boolean {
  const words = rest.split(/[^\p{L}\p{N}]+/u).filter(Boolean)
  return words.every((word) => /\d/.test(word) || fillers.has(word.toLowerCase()))
}
