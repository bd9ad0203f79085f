/** Words that may follow an object's name in the name of its file. */
const fillers = new Set([
  'data',
  'export',
  'extract',
  'full',
  'delta',
  'part',
  'all',
  'copy',
  'batch',
  'page',
])

/**
 * The object that a file's name begins with: `Opportunity.csv`, `opportunity_2026-11-01.csv.gz`,
 * `sf_opportunity_data.csv`. The longest name wins, and what follows it must not make another word of it.
 */
export function fileObject(fileName: string, objects: readonly string[]): string | undefined {
  const stem = /^(?:sf_)?(.*?)\.csv(?:\.gz)?$/i.exec(fileName)?.[1]
  if (stem === undefined) return undefined
  const matches = objects.flatMap((object) => {
    const rest = restAfter(stem, object)
    return rest !== undefined && isFiller(rest) ? [object] : []
  })
  return matches.sort((a, b) => b.length - a.length)[0]
}

/** What follows the object's name, in any case and with `_` between its words; undefined where it does not begin so. */
function restAfter(stem: string, object: string): string | undefined {
  const words = object.match(/[A-Z][a-z]*|\d+/g) ?? []
  return new RegExp(`^${words.join('_?')}(?![a-z])(.*)$`, 'is').exec(stem)?.[1]
}

function isFiller(rest: string): boolean {
  const words = rest.split(/[^\p{L}\p{N}]+/u).filter(Boolean)
  return words.every((word) => /\d/.test(word) || fillers.has(word.toLowerCase()))
}
