import type { Title } from '../../tiles/tile.ts'

/** What a tile is: one sentence of message where there is one, then measure, unit, scope and period. */
export function TileTitle({ title, message }: { title: Title; message: string | null }) {
  return (
    <div className="tile-title">
      {message !== null && <p className="message">{message}</p>}
      <h3>
        {title.measure}
        {title.isOwnPeriod && <span className="own-time"> {title.period}</span>}
        <span className="of">
          {[title.unit, title.scope, title.period].filter((part) => part !== '').join(', ')}
        </span>
      </h3>
    </div>
  )
}
