import type { FuncCall, RangeVar, TypeCast } from 'libpg-query'
import { SqlError, unsupported } from '../sql-error.ts'
import { isAggregate, isWindowFunction } from '../translate/aggregates.ts'
import { type Tree, texts, walk } from '../translate/ast.ts'
import { isScalarFunction } from '../translate/functions.ts'

const SCHEMAS = new Set(['pg_catalog', 'information_schema'])
const REG_TYPES = /^reg(class|proc|procedure|type|namespace|role|oper|operator|config|dictionary)$/

/** Functions of the catalog: what tells of names and rights, never of files, other servers or the session. */
const FUNCTIONS =
  /^(pg_get_(?!shmem|replication|wal|backend)\w+|pg_\w+_is_visible|has_\w+_privilege|format_type|(obj|col|shobj)_description|pg_encoding_to_char|pg_char_to_encoding|pg_relation_size|pg_table_size|pg_total_relation_size|pg_indexes_size|pg_database_size|pg_tablespace_location|pg_size_pretty|pg_my_temp_schema|pg_is_other_temp_schema|pg_options_to_table|pg_opclass_is_visible|pg_index_column_has_property|pg_relation_is_publishable|pg_partition_\w+|pg_typeof|to_reg\w+|array_\w+|unnest|generate_series|generate_subscripts|string_to_array|quote_ident|quote_literal|current_schemas|inet_server_(addr|port)|inet_client_(addr|port)|pg_postmaster_start_time|pg_conf_load_time|information_schema\._pg_\w+|_pg_\w+|row_to_json|json_\w+|jsonb_\w+|to_json|aclexplode|acldefault|parse_ident|cardinality|nullif|regexp_match|regexp_matches|regexp_split_to_array|any_value|bit_and|bit_or|int4|int8|text|oid|name|bool|charindex|pg_listening_channels|pg_tablespace_databases|row)$/

/** Functions that only mean something there; the others help with what a catalog gives. */
const TELLING = /^(pg_|_pg_|has_|to_reg|inet_)|_description$|^(format_type|current_schemas|quote_ident)$/

/** What only the catalog knows: the statement is asked there. */
export function isCatalogQuery(tree: Tree): boolean {
  let is = false
  walk(tree, (kind, body) => {
    if (kind === 'RangeVar') {
      const { schemaname, relname = '' } = body as RangeVar
      is ||= schemaname === undefined ? relname.startsWith('pg_') : SCHEMAS.has(schemaname)
    }
    if (kind === 'FuncCall') {
      const name = texts((body as FuncCall).funcname).at(-1) ?? ''
      is ||= TELLING.test(name) && FUNCTIONS.test(name) && !isScalarFunction(name)
    }
    if (kind === 'TypeCast') is ||= REG_TYPES.test(texts((body as TypeCast).typeName?.names).at(-1) ?? '')
    return !is
  })
  return is
}

/** Forms that catalogs keep of what other sessions do, or of secrets. */
const HIDDEN =
  /^pg_(authid|shadow|stat_|statio_|hba_|file_settings|ident_|largeobject|user_mapping|subscription|backend_memory)/

/**
 * Checks that a statement asks the catalog for nothing else.
 * @throws SqlError
 */
export function checkCatalogQuery(tree: Tree): void {
  const ctes = new Set<string>()
  walk(tree, (kind, body) => {
    if (kind === 'CommonTableExpr') ctes.add(String((body as { ctename?: string }).ctename))
    return true
  })
  walk(tree, (kind, body) => {
    if (/Stmt$/.test(kind) && kind !== 'SelectStmt') throw unsupported(`${kind} here`)
    if (kind === 'IntoClause' || kind === 'LockingClause') throw unsupported('A query that changes something')
    if (kind === 'RangeVar') checkRelation(body as RangeVar, ctes)
    if (kind === 'FuncCall') checkFunction(texts((body as FuncCall).funcname))
    return true
  })
}

function checkRelation({ schemaname, relname = '' }: RangeVar, ctes: ReadonlySet<string>): void {
  if (schemaname === undefined && ctes.has(relname)) return
  const isCatalog = schemaname === undefined ? relname.startsWith('pg_') : SCHEMAS.has(schemaname)
  if (!isCatalog)
    throw unsupported(`${relname} together with tables of the catalog`, 'Ask for each in a query of its own.')
  if (HIDDEN.test(relname))
    throw new SqlError({ state: '42501', message: `permission denied for table ${relname}` })
}

function checkFunction(names: readonly string[]): void {
  const name = names.at(-1) ?? ''
  const schema = names.length > 1 ? names[0] : undefined
  const isPlain = schema === undefined || SCHEMAS.has(schema)
  if (
    isPlain &&
    (FUNCTIONS.test(name) || isScalarFunction(name) || isAggregate(name) || isWindowFunction(name))
  )
    return
  throw new SqlError({ state: '42883', message: `function ${names.join('.')} does not exist` })
}
