import type { Messages } from '../../messages/en.ts'
import type { KpiView, Title, Variance } from '../../tiles/tile.ts'

interface KpiProps {
  readonly view: KpiView
  readonly title: Title
  /** Of the page, or of the report, which is written where there is no document. */
  readonly words: Messages
  /** Opens the records behind the number, where there are some. */
  readonly onOpen?: (() => void) | undefined
}

/** One number with what it is measured against. */
export function Kpi({ view, title, words: { actions }, onOpen }: KpiProps) {
  return (
    <>
      <p className="figure" title={view.exact}>
        {onOpen ? (
          <button
            type="button"
            className="part"
            aria-label={`${view.value}: ${actions.recordsOf(title.measure)}`}
            onClick={onOpen}
          >
            {view.value}
          </button>
        ) : (
          view.value
        )}
        {title.unit === '%' ? null : <span className="unit">{title.unit}</span>}
      </p>
      {view.progress && <Progress {...view.progress} />}
      <p className="note">{view.note}</p>
      {view.variance && <VarianceLine variance={view.variance} />}
    </>
  )
}

/** The form tells good from bad as well as the colour: filled or hollow. */
const marks = { good: '●', bad: '◇', neutral: '–' } as const

function VarianceLine({ variance: { code, text, against, judgement } }: { variance: Variance }) {
  return (
    <p className={`variance ${judgement}`}>
      <span aria-hidden="true">{marks[judgement]}</span> <strong>{text}</strong>{' '}
      <span className="against">
        {code} {against}
      </span>
    </p>
  )
}

const PLAN_WIDTH = 84
const MAX_SHARE = 1.19

/** The actual as a solid bar in the outline of the plan, with a tick at the share of time that is gone. */
function Progress({ share, elapsed, label }: NonNullable<KpiView['progress']>) {
  const width = Math.min(share, MAX_SHARE) * PLAN_WIDTH
  return (
    <div className="progress">
      <svg viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true">
        <rect className="plan" x="0.5" y="0.5" width={PLAN_WIDTH} height="9" />
        <rect className="actual" x="0.5" y="2.5" width={width} height="5" />
        {elapsed < 1 && <rect className="gone" x={elapsed * PLAN_WIDTH} y="0" width="0.8" height="10" />}
      </svg>
      <p>{label}</p>
    </div>
  )
}
