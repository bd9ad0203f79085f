import { customFieldLines } from './propose-custom.ts'
import type { ProposedMapping } from './propose-mapping.ts'
import { type BuiltInKind, isDay, type Place, type Recognised } from './recognise.ts'

/** A file to write beside salesops.yml. */
interface ProposedFile {
  readonly name: string
  readonly text: string
}

export interface ProposedConfig {
  /** salesops.yml. */
  readonly yaml: string
  readonly mappings: readonly ProposedFile[]
  /** What is left for the user to do, a sentence each. */
  readonly next: readonly string[]
  /** Sources in the configuration. */
  readonly sources: number
}

export interface ProposeConfigOptions {
  /** The folder as salesops.yml is to name it. */
  readonly folder: string
  readonly places: readonly Place[]
  /** Proposes a mapping for a file that no built-in source reads. */
  readonly mappingOf: (file: Recognised) => Promise<ProposedMapping>
  /** Names that a declared field cannot have. */
  readonly taken: ReadonlySet<string>
}

/** Writes a configuration for the folders that were recognised. Files of no known object get a mapping. */
export async function proposeConfig(options: ProposeConfigOptions): Promise<ProposedConfig> {
  const { folder, places, mappingOf, taken } = options
  const names = new Names()
  const sources: string[] = []
  const mappings: ProposedFile[] = []
  const next: string[] = []
  for (const place of places) {
    const path = place.path ? `${folder}/${place.path}` : folder
    const shared = `path: ${JSON.stringify(path)}${hasDays(place) ? ', loadedAt: folder' : ''}`
    const kind = commonest(place.files)
    if (kind)
      sources.push(`  - { name: ${names.take(place.path || defaultNames[kind])}, kind: ${kind}, ${shared} }`)
    for (const file of place.files) {
      if (file.fault) next.push(`Mend ${file.file}: ${file.fault}`)
      else if (file.kind && file.kind !== kind)
        next.push(
          `Move ${file.file} to a folder of its own: it is of ${file.kind}, and most files beside it are of ${kind}`,
        )
      else if (!file.kind && !kind) {
        const mapping = await mappingOf(file)
        if (mapping.missing.length)
          next.push(
            `Run salesops init-mapping ${path}/${file.file} and fill in ${mapping.missing.join(', ')}: no column of the file was found for it`,
          )
        else {
          const name = names.take(stemOf(file.file))
          mappings.push({
            name: `mapping-${name}.yml`,
            text: withIgnored(mapping.yaml, place.path ? [place] : places, file),
          })
          sources.push(`  - { name: ${name}, kind: mapped, mapping: mapping-${name}.yml, ${shared} }`)
          next.push(`Look through mapping-${name}.yml: it takes ${file.file} for ${mapping.entity} records`)
        }
      }
    }
    const left = kind ? place.files.filter((file) => !file.kind && !file.fault) : []
    if (left.length)
      next.push(
        `Left out, for ${kind} sources know no such object: ${left.map(({ file }) => file).join(', ')}; a file that matters goes to a folder of its own, with a mapping by salesops init-mapping`,
      )
  }
  if (places.length > 1 && places.some(({ path }) => !path))
    next.push(
      `Move the files that lie in ${folder} itself to a folder of their own: a source reads its sub-folders as drops`,
    )
  const yaml = `${header}${sources.join('\n')}\n${customFieldLines(places, taken)}`
  return { yaml, mappings, next, sources: sources.length }
}

const defaultNames: Readonly<Record<BuiltInKind, string>> = {
  salesforce: 'crm',
  hubspot: 'crm',
  sheets: 'sheets',
}

const header = `company:
  name: Our company
  currency: USD # amounts are converted to it
  timezone: UTC # of the company's days; an IANA zone such as Asia/Bangkok
  fiscalYearStart: 1 # month in which the fiscal year begins
sources:
`

function commonest(files: readonly Recognised[]): BuiltInKind | undefined {
  const counts = new Map<BuiltInKind, number>()
  for (const { kind } of files) if (kind) counts.set(kind, (counts.get(kind) ?? 0) + 1)
  return [...counts].sort((a, b) => b[1] - a[1])[0]?.[0]
}

function hasDays({ files }: Place): boolean {
  return files.some(({ drop }) => isDay(drop))
}

/** Files that lie beside a mapped one are another source's. */
function withIgnored(yaml: string, places: readonly Place[], mapped: Recognised): string {
  const others = places
    .flatMap(({ files }) => files)
    .filter((file) => file !== mapped)
    .map(({ file }) => file.split('/').at(-1) ?? file)
  return others.length
    ? yaml.replace('files:\n', `ignore: ${JSON.stringify([...new Set(others)])}\nfiles:\n`)
    : yaml
}

function stemOf(file: string): string {
  return (file.split('/').at(-1) ?? file).replace(/\.[^.]+(\.gz)?$/, '')
}

/** Names of sources: lower case, a letter first, none twice. */
class Names {
  readonly #taken = new Set<string>()

  take(wish: string): string {
    const plain =
      wish
        .toLowerCase()
        .replace(/[^a-z0-9]+/g, '-')
        .replace(/^[^a-z]+|-+$/g, '') || 'source'
    let name = plain
    for (let n = 2; this.#taken.has(name); n++) name = `${plain}-${n}`
    this.#taken.add(name)
    return name
  }
}
