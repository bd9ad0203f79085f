import { parseSelect, walk } from './translate/ast.ts'

/**
 * The cubes and views that a SELECT names, queries of its WITH aside.
 * @throws SqlError for what is not one SELECT
 */
export async function relationsAsked(sql: string): Promise<string[]> {
  const tree = await parseSelect(sql)
  const names = new Set<string>()
  const ctes = new Set<string>()
  walk(tree, (kind, body) => {
    if (kind === 'RangeVar') names.add(String((body as { relname?: string }).relname))
    if (kind === 'CommonTableExpr') ctes.add(String((body as { ctename?: string }).ctename))
    return true
  })
  return [...names].filter((name) => !ctes.has(name))
}
