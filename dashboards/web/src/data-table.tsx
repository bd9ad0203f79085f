import type { Part } from '../../tiles/drill.ts'
import type { TableModel } from '../../tiles/table.ts'

interface DataTableProps {
  readonly table: TableModel
  readonly caption: string
  /** What rows can be asked as, in their order. */
  readonly parts?: readonly (Part | null)[] | undefined
  readonly onPart?: ((part: Part, place: Element) => void) | undefined
}

/** A table with units in its head and numbers that stand under each other. */
export function DataTable({ table, caption, parts, onPart }: DataTableProps) {
  return (
    <table className="data">
      <caption className="unseen">{caption}</caption>
      <thead>
        <tr>
          {table.columns.map(({ id, head, unit, numeric, text }) => (
            <th key={id} scope="col" className={numeric ? 'numeric' : text}>
              {head}
              {unit && <span className="unit">{unit}</span>}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {table.rows.map((cells, row) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: two rows may have the same name
          <tr key={row}>
            {cells.map(({ text, faint, raw, mark }, index) => {
              const column = table.columns[index]
              const sign = mark && <span className={`light ${mark}`} aria-hidden="true" />
              const value = raw === undefined || raw === null ? {} : { 'data-value': raw }
              const part = onPart && parts?.[row]
              return index === 0 ? (
                <th key={column?.id} scope="row" className={column?.text}>
                  {sign}
                  {part ? (
                    <button
                      type="button"
                      className="part"
                      onClick={(event) => onPart(part, event.currentTarget)}
                    >
                      {text}
                    </button>
                  ) : (
                    text
                  )}
                </th>
              ) : (
                <td
                  key={column?.id}
                  className={[column?.numeric && 'numeric', column?.text, faint && 'faint']
                    .filter(Boolean)
                    .join(' ')}
                  {...value}
                >
                  {sign}
                  {text}
                </td>
              )
            })}
          </tr>
        ))}
      </tbody>
    </table>
  )
}
