import {
  type DatabaseIntrospector,
  type DatabaseMetadata,
  type Kysely,
  type SchemaMetadata,
  sql,
  type TableMetadata,
} from 'kysely'

/** Reads what a DuckDB file holds from its own catalog functions. */
export class DuckDBIntrospector implements DatabaseIntrospector {
  readonly #db: Kysely<unknown>

  constructor(db: Kysely<unknown>) {
    this.#db = db
  }

  async getSchemas(): Promise<SchemaMetadata[]> {
    const { rows } = await sql<SchemaMetadata>`
      select distinct schema_name as name from duckdb_schemas() where not internal order by 1`.execute(
      this.#db,
    )
    return rows
  }

  async getTables(): Promise<TableMetadata[]> {
    const { rows } = await sql<CatalogColumn>`
      select c.schema_name as "schema", c.table_name as "table", c.column_name as name, c.data_type as type,
        c.is_nullable as nullable, c.column_default as "default", v.view_name is not null as view
      from duckdb_columns() as c
      left join duckdb_views() as v on v.schema_name = c.schema_name and v.view_name = c.table_name
      where not c.internal order by c.schema_name, c.table_name, c.column_index`.execute(this.#db)
    const tables = new Map<string, CatalogColumn[]>()
    for (const row of rows) {
      const key = `${row.schema}.${row.table}`
      tables.set(key, [...(tables.get(key) ?? []), row])
    }
    return [...tables.values()].map(tableOf)
  }

  async getMetadata(): Promise<DatabaseMetadata> {
    return { tables: await this.getTables() }
  }
}

interface CatalogColumn {
  readonly schema: string
  readonly table: string
  readonly name: string
  readonly type: string
  readonly nullable: boolean
  readonly default: string | null
  readonly view: boolean
}

function tableOf(columns: readonly CatalogColumn[]): TableMetadata {
  const [first] = columns
  return {
    schema: first?.schema ?? '',
    name: first?.table ?? '',
    isView: first?.view ?? false,
    columns: columns.map((column) => ({
      name: column.name,
      dataType: column.type,
      isNullable: column.nullable,
      isAutoIncrementing: column.default?.startsWith('nextval(') ?? false,
      hasDefaultValue: column.default !== null,
    })),
  }
}
