import type { ColumnsSpec } from '../../charts/spec.ts'

/** What the columns stand for, in the order of importance. */
export function Legend({ series }: { series: ColumnsSpec['series'] }) {
  return (
    <ul className="legend">
      {[...series].reverse().map(({ code, name }) => (
        <li key={code}>
          <svg className={`swatch ${code}`} viewBox="0 0 10 12" aria-hidden="true">
            <rect x="1" y="1" width="8" height="10" />
          </svg>
          {name}
        </li>
      ))}
    </ul>
  )
}
