import { useEffect, useMemo, useState } from 'react'
import type { ReaderContext } from '../../context.ts'
import { chartOf, columnsOf, tableOf } from '../../explore/answer.ts'
import { type AskableView, typesOf, viewsOf } from '../../explore/members.ts'
import {
  isAskable,
  parseQuestion,
  QUESTION_ROWS,
  type Question,
  questionText,
  restQuery,
} from '../../explore/question.ts'
import { graphqlText, restText, sqlText } from '../../explore/texts.ts'
import type { Row } from '../../tiles/member.ts'
import type { Scope } from '../../tiles/scope.ts'
import { answerTo, fetchMeta, lookingAs } from './api.ts'
import { causeText } from './cause-text.ts'
import { Chart } from './chart.tsx'
import { DataTable } from './data-table.tsx'
import { QuestionForm } from './question-form.tsx'
import { Scroll } from './scroll.tsx'
import { goTo, useSearch } from './url-filters.ts'
import { words } from './words.ts'

const text = words.explore

interface ExploreProps {
  readonly context: ReaderContext
  readonly scope: Scope
}

/** Asks one view a question of one's own, and shows how the same is asked by REST, GraphQL and SQL. */
export default function Explore({ context, scope }: ExploreProps) {
  const build = context.build.id
  const { views, error } = useViews(build)
  const search = useSearch()
  const question = useMemo(() => parseQuestion(search), [search])
  const change = (next: Question): void => goTo(questionText(next))
  const view = views?.find(({ name }) => name === question?.view)
  return (
    <main id="figures" className="explore" data-build={build}>
      <h2>{text.question}</h2>
      {error !== null && (
        <p className="failed" role="alert">
          {words.panel.failed(error)}
        </p>
      )}
      {views === null && error === null && <p role="status">{words.panel.loading}</p>}
      {views && (
        <div className="explore-body">
          <QuestionForm views={views} view={view} question={question} change={change} />
          <div className="explore-answer">
            {question && view && isAskable(question) ? (
              <Answer question={question} view={view} scope={scope} build={build} />
            ) : (
              <p className="empty">{view ? text.pick : text.pickView}</p>
            )}
          </div>
        </div>
      )}
    </main>
  )
}

function useViews(build: string): { views: readonly AskableView[] | null; error: string | null } {
  const [views, setViews] = useState<readonly AskableView[] | null>(null)
  const [error, setError] = useState<string | null>(null)
  useEffect(() => {
    let isOver = false
    fetchMeta(build).then(
      (cubes) => {
        if (!isOver) setViews(viewsOf(cubes))
      },
      (cause: unknown) => {
        if (!isOver) setError(causeText(cause))
      },
    )
    return () => {
      isOver = true
    }
  }, [build])
  return { views, error }
}

interface AnswerProps {
  readonly question: Question
  readonly view: AskableView
  readonly scope: Scope
  readonly build: string
}

interface Found {
  readonly question: Question
  readonly rows: readonly Row[]
  readonly total: number
}

function Answer({ question, view, scope, build }: AnswerProps) {
  const [found, setFound] = useState<Found | null>(null)
  const [error, setError] = useState<string | null>(null)
  const { format } = scope
  useEffect(() => {
    let isOver = false
    setError(null)
    answerTo(build, { ...restQuery(question), total: true }).then(
      ({ rows, total }) => {
        if (!isOver) setFound({ question, rows, total: total ?? rows.length })
      },
      (cause: unknown) => {
        if (!isOver) setError(causeText(cause))
      },
    )
    return () => {
      isOver = true
    }
  }, [question, build])
  const isLoading = error === null && found?.question !== question
  return (
    <>
      {error !== null ? (
        <p className="failed" role="alert">
          {words.panel.failed(error)}
        </p>
      ) : found === null ? (
        <p role="status">{words.panel.loading}</p>
      ) : (
        <section aria-busy={isLoading} aria-label={text.answer} data-rows={isLoading ? '' : found.total}>
          <Rows found={found} view={view} scope={scope} build={build} />
        </section>
      )}
      <Texts question={question} view={view} count={format.count(QUESTION_ROWS)} />
    </>
  )
}

interface RowsProps {
  readonly found: Found
  readonly view: AskableView
  readonly scope: Scope
  readonly build: string
}

function Rows({ found: { question, rows, total }, view, scope: { format }, build }: RowsProps) {
  const columns = columnsOf(question, view)
  const chart = useMemo(
    () => chartOf(question, columnsOf(question, view), rows, format),
    [question, view, rows, format],
  )
  const address = (kind: 'csv' | 'xlsx'): string => {
    const params = new URLSearchParams(questionText(question))
    for (const [name, value] of Object.entries({ what: 'question', format: kind, build }))
      params.set(name, value)
    for (const [name, value] of new URLSearchParams(lookingAs())) params.set(name, value)
    return `/api/export?${params}`
  }
  return (
    <>
      <div className="panel-tools">
        <p role="status">
          {total > rows.length
            ? text.firstRows(format.count(rows.length), format.count(total))
            : text.rows(format.count(total))}
        </p>
        <a href={address('csv')} download>
          {words.actions.csv}
        </a>
        <a href={address('xlsx')} download>
          {words.actions.xlsx}
        </a>
      </div>
      {chart && <Chart spec={chart} />}
      <Scroll name={text.answer}>
        <DataTable table={tableOf(columns, rows, format)} caption={text.answer} />
      </Scroll>
    </>
  )
}

interface TextsProps {
  readonly question: Question
  readonly view: AskableView
  readonly count: string
}

function Texts({ question, view, count }: TextsProps) {
  const types = typesOf(view)
  return (
    <section className="texts" aria-label={text.texts}>
      <h3>{text.texts}</h3>
      <p className="note">{text.textsNote(count)}</p>
      <Text name="REST" text={restText(question, location.origin)} />
      <Text name="GraphQL" text={graphqlText(question, types)} />
      <Text name="SQL" text={sqlText(question, types)} />
    </section>
  )
}

function Text({ name, text: written }: { name: string; text: string | null }) {
  return (
    <>
      <h4>{name}</h4>
      {written === null ? <p className="empty">{text.noGraphql}</p> : <pre data-text={name}>{written}</pre>}
    </>
  )
}
