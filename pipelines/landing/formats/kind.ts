/** What a file's bytes are, once they are unpacked. Each kind becomes the same gated text. */
export type FileKind = 'csv' | 'json' | 'jsonl' | 'parquet' | 'xlsx'

const kinds: Readonly<Record<string, FileKind>> = {
  csv: 'csv',
  tsv: 'csv',
  tab: 'csv',
  txt: 'csv',
  json: 'json',
  jsonl: 'jsonl',
  ndjson: 'jsonl',
  parquet: 'parquet',
  xlsx: 'xlsx',
  xlsm: 'xlsx',
}

const ending = new RegExp(`\\.(${Object.keys(kinds).join('|')})(?:\\.gz)?(?:#.*)?$`, 'i')

/** The kind of a file by the ending of its name, `.gz` apart; text where the ending is another. */
export function kindOf(fileName: string): FileKind {
  return kinds[ending.exec(fileName)?.[1]?.toLowerCase() ?? ''] ?? 'csv'
}

/** The list that a name such as `deals.json#propertiesWithHistory` points into; undefined for a whole file. */
export function listOf(fileName: string): string | undefined {
  return /\.(?:json|jsonl|ndjson)(?:\.gz)?#(.+)$/i.exec(fileName)?.[1]
}
