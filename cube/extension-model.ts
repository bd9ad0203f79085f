import { isMap, isScalar, isSeq, LineCounter, parse, parseDocument } from 'yaml'
import { CubeError } from './errors.ts'
import { type ModelFile, writeYaml } from './model-check.ts'

const SECTIONS = ['dimensions', 'measures', 'segments', 'joins'] as const

interface Named {
  readonly name: string
}

interface Item extends Named {
  dimensions?: Named[]
  measures?: Named[]
  segments?: Named[]
  joins?: Named[]
  cubes?: unknown[]
  folders?: unknown[]
}

interface ModelDocument {
  cubes?: Item[]
  views?: Item[]
  policies?: Readonly<Record<string, unknown>>
  masks?: Readonly<Record<string, unknown>>
}

/** What may be added to a cube or view that is there already. */
const ADDITIONS: Readonly<Record<'cubes' | 'views', readonly (keyof Item)[]>> = {
  cubes: ['name', ...SECTIONS],
  views: ['name', 'cubes', 'folders'],
}

/**
 * A model with another laid over it: what names a cube or view of the first adds members to it, everything else is
 * new. Nothing that is there can be changed, so that a number means the same everywhere.
 * @throws CubeError `extension_invalid`, with file and line
 */
export function withExtension(ours: readonly ModelFile[], theirs: readonly ModelFile[]): ModelFile[] {
  if (theirs.length === 0) return [...ours]
  const documents = ours.map((file) => ({ file, document: (parse(file.content) ?? {}) as ModelDocument }))
  const known = (section: 'cubes' | 'views', name: string): Item | undefined =>
    documents.flatMap(({ document }) => document[section] ?? []).find((item) => item.name === name)
  const rules = new Set(
    documents.flatMap(({ document }) => [
      ...Object.keys(document.policies ?? {}),
      ...Object.keys(document.masks ?? {}),
    ]),
  )
  const added = theirs.flatMap((file) => {
    const document = (parse(file.content) ?? {}) as ModelDocument
    for (const name of [...Object.keys(document.policies ?? {}), ...Object.keys(document.masks ?? {})])
      if (rules.has(name)) throw taken(file, name, `the rule ${name}`)
    const fresh: ModelDocument = { ...document }
    for (const section of ['cubes', 'views'] as const) {
      const [mine, others] = parted(document[section] ?? [], ({ name }) => known(section, name) !== undefined)
      for (const item of mine) addTo(known(section, item.name) as Item, item, section, file)
      if (document[section]) fresh[section] = others
    }
    return { ...file, content: writeYaml(fresh) }
  })
  return [...documents.map(({ file, document }) => ({ ...file, content: writeYaml(document) })), ...added]
}

function addTo(item: Item, more: Item, section: 'cubes' | 'views', file: ModelFile): void {
  const strange = Object.keys(more).find((key) => !ADDITIONS[section].includes(key as keyof Item))
  if (strange !== undefined) throw taken(file, strange, `${strange} of ${item.name}`)
  for (const kind of SECTIONS) {
    const names = new Set(SECTIONS.flatMap((one) => item[one] ?? []).map(({ name }) => name))
    for (const member of more[kind] ?? []) {
      if (names.has(member.name)) throw taken(file, member.name, `${item.name}.${member.name}`)
    }
    if (more[kind]) item[kind] = [...(item[kind] ?? []), ...more[kind]]
  }
  if (more.cubes) item.cubes = [...(item.cubes ?? []), ...more.cubes]
  if (more.folders) item.folders = [...(item.folders ?? []), ...more.folders]
}

function parted<T>(items: readonly T[], is: (item: T) => boolean): [T[], T[]] {
  return [items.filter(is), items.filter((item) => !is(item))]
}

function taken(file: ModelFile, text: string, what: string): CubeError {
  return new CubeError({
    code: 'extension_invalid',
    status: 500,
    message: `${file.fileName}:${lineOf(file, text)}: ${what} is the product's own and cannot be changed`,
    cure: 'give yours another name',
  })
}

/** The line on which a key or a name stands. */
function lineOf(file: ModelFile, text: string): number {
  const lines = new LineCounter()
  const found: number[] = []
  const visit = (node: unknown): void => {
    if (isMap(node)) {
      for (const { key, value } of node.items) {
        if (
          isScalar(key) &&
          (key.value === text || (key.value === 'name' && isScalar(value) && value.value === text))
        )
          found.push(key.range?.[0] ?? 0)
        visit(value)
      }
    } else if (isSeq(node)) for (const item of node.items) visit(item)
  }
  visit(parseDocument(file.content, { lineCounter: lines }).contents)
  return lines.linePos(found.at(-1) ?? 0).line
}
