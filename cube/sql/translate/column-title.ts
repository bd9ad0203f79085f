import { kindOf, type Tree, texts } from './ast.ts'

const NAMES: Readonly<Record<string, string>> = {
  CaseExpr: 'case',
  CoalesceExpr: 'coalesce',
  A_ArrayExpr: 'array',
  RowExpr: 'row',
  GroupingFunc: 'grouping',
}

const VALUES: Readonly<Record<string, string>> = {
  SVFOP_CURRENT_DATE: 'current_date',
  SVFOP_CURRENT_TIMESTAMP: 'current_timestamp',
  SVFOP_LOCALTIMESTAMP: 'localtimestamp',
  SVFOP_CURRENT_CATALOG: 'current_catalog',
  SVFOP_CURRENT_SCHEMA: 'current_schema',
  SVFOP_CURRENT_ROLE: 'current_role',
  SVFOP_CURRENT_USER: 'current_user',
  SVFOP_SESSION_USER: 'session_user',
  SVFOP_USER: 'user',
}

const UNNAMED = '?column?'

/** What PostgreSQL calls an output column that has no name. */
export function columnTitle(node: Tree): string {
  const [kind, body] = kindOf(node)
  switch (kind) {
    case 'ColumnRef':
      return texts((body as { fields?: Tree[] }).fields).at(-1) ?? UNNAMED
    case 'FuncCall':
      return texts((body as { funcname?: Tree[] }).funcname).at(-1) ?? UNNAMED
    case 'TypeCast': {
      const { arg, typeName } = body as { arg: Tree; typeName?: { names?: Tree[] } }
      const inner = columnTitle(arg)
      return inner === UNNAMED ? (texts(typeName?.names).at(-1) ?? UNNAMED) : inner
    }
    case 'CollateClause':
      return columnTitle((body as { arg: Tree }).arg)
    case 'MinMaxExpr':
      return (body as { op?: string }).op === 'IS_GREATEST' ? 'greatest' : 'least'
    case 'A_Expr':
      return (body as { kind?: string }).kind === 'AEXPR_NULLIF' ? 'nullif' : UNNAMED
    case 'SQLValueFunction':
      return VALUES[String((body as { op?: string }).op)] ?? UNNAMED
    case 'SubLink': {
      const { subLinkType, subselect } = body as { subLinkType?: string; subselect?: Tree }
      if (subLinkType === 'EXISTS_SUBLINK') return 'exists'
      const [first] = (kindOf(subselect ?? {})[1] as { targetList?: Tree[] }).targetList ?? []
      const target = kindOf(first ?? {})[1] as { name?: string; val?: Tree }
      return target.name ?? (target.val ? columnTitle(target.val) : UNNAMED)
    }
    default:
      return NAMES[kind] ?? UNNAMED
  }
}
