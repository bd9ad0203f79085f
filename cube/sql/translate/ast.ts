import { loadModule, type Node, SqlError as ParserError, parseSync, type RawStmt } from 'libpg-query'
import { SqlError, unsupported } from '../sql-error.ts'

export type { Node } from 'libpg-query'

/** A node of the syntax tree as it is walked: one key that names its kind. Bound trees have kinds of their own. */
export type Tree = Readonly<Record<string, unknown>>

/** The kind of a node, and what is in it. */
export function kindOf(node: Tree | Node): [kind: string, body: Tree] {
  const [entry] = Object.entries(node)
  return entry ? [entry[0], (entry[1] ?? {}) as Tree] : ['', {}]
}

/** The texts of a list of String nodes. */
export function texts(list: readonly (Tree | Node)[] | undefined): string[] {
  return (list ?? []).map((item) => String((kindOf(item)[1] as { sval?: string }).sval ?? ''))
}

export function bodyOf<T>(node: Tree | Node | undefined, kind: string): T | undefined {
  if (!node) return undefined
  const [found, body] = kindOf(node)
  return found === kind ? (body as T) : undefined
}

export const locationOf = (node: Tree | Node): number | undefined => {
  const { location } = kindOf(node)[1] as { location?: number }
  return typeof location === 'number' && location >= 0 ? location : undefined
}

/** What two places of one statement that say the same have in common. */
export function sameness(node: unknown): string {
  return JSON.stringify(node, (key, value: unknown) =>
    key === 'location' || key === 'rexpr_list_start' || key === 'rexpr_list_end' ? undefined : value,
  )
}

/** All nodes of a tree, outer ones first; `into` says whether to go on below a node. */
export function walk(node: unknown, visit: (kind: string, body: Tree) => boolean): void {
  if (Array.isArray(node)) {
    for (const item of node) walk(item, visit)
    return
  }
  if (!(node instanceof Object)) return
  for (const [kind, body] of Object.entries(node)) {
    if (!(body instanceof Object)) continue
    if (/^[A-Z]/.test(kind) && !visit(kind, body as Tree)) continue
    walk(body, visit)
  }
}

/** Statements longer than this are refused: the parser works in memory of its own, which never shrinks. */
const MAX_BYTES = 1_000_000
const MAX_DEPTH = 400

/**
 * The statements of a text.
 * @throws SqlError 42601 with its place for what is no SQL, 54001 for what is too large
 */
export function parseStatements(text: string): RawStmt[] {
  if (Buffer.byteLength(text) > MAX_BYTES || depthOf(text) > MAX_DEPTH)
    throw new SqlError({ state: '54001', message: 'The statement is too long or too deeply nested' })
  if (text.includes('\0')) throw new SqlError({ state: '22021', message: 'The statement has a zero byte' })
  try {
    return parseSync(text).stmts ?? []
  } catch (error) {
    if (!(error instanceof ParserError)) throw error
    const location = error.sqlDetails?.cursorPosition
    throw new SqlError({
      state: '42601',
      message: error.message,
      ...(location !== undefined && { location }),
    })
  }
}

/**
 * The one SELECT that a text is; the parser is loaded for it.
 * @throws SqlError as `parseStatements`, and 0A000 for anything else
 */
export async function parseSelect(text: string): Promise<Tree> {
  await loadModule()
  const [statement, another] = parseStatements(text)
  const tree = (statement?.stmt ?? {}) as Tree
  if (another || kindOf(tree)[0] !== 'SelectStmt') throw unsupported('Anything but one SELECT')
  return tree
}

/** How deep brackets and CASE go, roughly: the parser recurses. */
function depthOf(text: string): number {
  let depth = 0
  let deepest = 0
  for (const character of text) {
    if (character === '(' || character === '[') deepest = Math.max(deepest, ++depth)
    else if (character === ')' || character === ']') depth--
  }
  return deepest
}
