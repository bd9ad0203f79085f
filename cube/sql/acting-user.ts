import type { A_Const, A_Expr, BoolExpr, ColumnRef, SelectStmt } from 'libpg-query'
import { bodyOf, type Node, type Tree, texts, walk } from './translate/ast.ts'

/**
 * The user that a statement asks for by `WHERE __user = 'name'`, as a condition of its own. The condition is taken out
 * of the tree; elsewhere `__user` is a column with the name of the connected user.
 */
export function takeActingUser(tree: Tree): string | undefined {
  let name: string | undefined
  walk(tree, (kind, body) => {
    if (kind !== 'SelectStmt') return true
    const select = body as SelectStmt
    const found = userOf(select.whereClause)
    if (found !== undefined) {
      name = found
      delete select.whereClause
      return true
    }
    const logic = bodyOf<BoolExpr>(select.whereClause, 'BoolExpr')
    if (logic?.boolop !== 'AND_EXPR') return true
    logic.args = (logic.args ?? []).filter((arg) => {
      const one = userOf(arg)
      name = one ?? name
      return one === undefined
    })
    if (logic.args.length === 0) delete select.whereClause
    return true
  })
  return name
}

function userOf(node: Node | undefined): string | undefined {
  const { kind, name, lexpr, rexpr } = bodyOf<A_Expr>(node, 'A_Expr') ?? {}
  if (kind !== 'AEXPR_OP' || texts(name)[0] !== '=') return undefined
  const column = texts(bodyOf<ColumnRef>(lexpr, 'ColumnRef')?.fields).at(-1)
  const value = bodyOf<A_Const>(rexpr, 'A_Const')?.sval?.sval
  return column?.toLowerCase() === '__user' ? value : undefined
}
