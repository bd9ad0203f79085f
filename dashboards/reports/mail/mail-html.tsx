import type { CSSProperties, ReactNode } from 'react'
import { renderToStaticMarkup } from 'react-dom/server'
import { palettes } from '../../charts/palette.ts'
import { statusOf } from '../../status.ts'
import type { Scope } from '../../tiles/scope.ts'
import type { TableModel } from '../../tiles/table.ts'
import { periodWords, scopeWords } from '../../tiles/title.ts'
import { changesTitle } from '../changes/changes.ts'
import type { ReportContent } from '../content.ts'
import type { LoadedTile } from '../load-tiles.ts'
import { qualityNotes } from '../quality-notes.ts'
import type { MailPicture } from '../rendered-report.ts'
import { sourceTable } from '../source-table.ts'
import { CHART_WIDTH } from './mail-pictures.ts'

const { ink, muted, line, good, bad, actual, earlier } = palettes.light
const font = "Arial, Helvetica, 'Noto Sans', 'Noto Sans Thai', sans-serif"
const text = (size: number, color = ink): CSSProperties => ({
  margin: 0,
  fontFamily: font,
  fontSize: size,
  lineHeight: 1.45,
  color,
})
const bold = (size: number): CSSProperties => ({ ...text(size), fontWeight: 'bold' })

/** Rows of a table that a mail shows: programs cut long mails off. */
const MOST_ROWS = 10

/** The body of a mail: tables for the layout and styles at each element, which is what mail programs keep. */
export function mailHtml(content: ReportContent, pictures: ReadonlyMap<string, MailPicture>): string {
  const { scope } = content
  const head = `<meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><meta name="color-scheme" content="light"><title></title>`
  // React asks browsers to load pictures early, which mail programs would not know.
  const body = renderToStaticMarkup(<MailBody content={content} pictures={pictures} />).replace(
    /<link rel="preload"[^>]*>/g,
    '',
  )
  return `<!doctype html>\n<html lang="${scope.words.language}"><head>${head}</head><body style="margin:0;padding:0;background:#f6f7f8">${body}</body></html>\n`
}

interface MailBodyProps {
  readonly content: ReportContent
  readonly pictures: ReadonlyMap<string, MailPicture>
}

function MailBody({ content, pictures }: MailBodyProps) {
  const { title, context, scope, changes, figures, details } = content
  const { words, format, company } = scope
  const status = statusOf(context, words, format)
  return (
    <Layout width="100%">
      <tr>
        <td align="center" style={{ padding: 12 }}>
          <Layout width={640} style={{ width: '100%', maxWidth: 640, background: '#ffffff' }}>
            <Block>
              <p style={text(13, muted)}>
                {context.sample ? `${company.name} · ${words.page.sample}` : company.name}
              </p>
              <h1 style={{ ...bold(24), lineHeight: 1.3 }}>{title}</h1>
              <p style={text(13, muted)}>{status.text}</p>
              <p style={text(13, muted)}>
                {words.report.build(context.build.id, format.moment(context.build.publishedAt))}
              </p>
              {status.alerts.map((alert) => (
                <p key={alert} style={{ ...bold(14), color: bad }}>
                  {alert}
                </p>
              ))}
            </Block>
            {changes && (
              <Block heading={changesTitle(content.definition.changes, scope)}>
                {changes.length === 0 && <p style={text(14)}>{words.report.changes.none}</p>}
                {changes.map(({ what, why }, index) => (
                  <div key={what} style={{ paddingBottom: 8 }}>
                    <p style={bold(15)}>{`${index + 1}. ${what}`}</p>
                    {why !== null && <p style={text(14)}>{why}</p>}
                  </div>
                ))}
              </Block>
            )}
            <Block heading={`${words.report.figures}: ${scopeWords(scope)}, ${periodWords(scope)}`}>
              <Figures figures={figures} scope={scope} />
            </Block>
            <Block heading={words.report.quality}>
              <DataRows table={sourceTable(context.sources, scope)} />
              {qualityNotes(content).map((note) => (
                <p key={note} style={text(13, muted)}>
                  {note}
                </p>
              ))}
            </Block>
            {details.map((loaded) => (
              <Block key={loaded.tile.id}>
                <Detail loaded={loaded} picture={pictures.get(loaded.tile.id)} scope={scope} />
              </Block>
            ))}
          </Layout>
        </td>
      </tr>
    </Layout>
  )
}

function Layout({
  width,
  style,
  children,
}: {
  width: number | string
  style?: CSSProperties
  children: ReactNode
}) {
  return (
    <table role="presentation" width={width} cellPadding={0} cellSpacing={0} border={0} style={style ?? {}}>
      <tbody>{children}</tbody>
    </table>
  )
}

function Block({ heading, children }: { heading?: string; children: ReactNode }) {
  return (
    <tr>
      <td style={{ padding: '16px 20px', borderBottom: `1px solid ${line}` }}>
        {heading !== undefined && <h2 style={{ ...bold(16), paddingBottom: 8 }}>{heading}</h2>}
        {children}
      </td>
    </tr>
  )
}

/** Two figures side by side, which is as many as a telephone shows. */
function Figures({ figures, scope }: { figures: readonly LoadedTile[]; scope: Scope }) {
  const rows = figures.flatMap((loaded, index) =>
    index % 2 === 0 ? [[loaded, ...figures.slice(index + 1, index + 2)]] : [],
  )
  return (
    <Layout width="100%">
      {rows.map((row) => (
        <tr key={row[0]?.tile.id}>
          {row.map((loaded) => (
            <td
              key={loaded.tile.id}
              data-tile={loaded.tile.id}
              {...(loaded.view.kind === 'kpi' && { 'data-value': loaded.view.raw ?? '' })}
              width="50%"
              valign="top"
              style={{ padding: '0 8px 14px 0' }}
            >
              <Figure loaded={loaded} scope={scope} />
            </td>
          ))}
        </tr>
      ))}
    </Layout>
  )
}

/** The form tells good from bad as well as the colour. */
const marks = { good: '●', bad: '◇', neutral: '–' } as const

function Figure({ loaded: { tile, view }, scope }: { loaded: LoadedTile; scope: Scope }) {
  const title = tile.title(scope)
  const variance = view.kind === 'kpi' ? view.variance : null
  const colors = { good, bad, neutral: ink }
  return (
    <>
      <p style={bold(13)}>
        {title.measure}
        {title.isOwnPeriod && <span style={{ color: muted, fontWeight: 'normal' }}> {title.period}</span>}
      </p>
      {view.kind === 'empty' && <p style={text(12, muted)}>{view.reason}</p>}
      {view.kind === 'kpi' && (
        <>
          <p style={{ ...bold(24), lineHeight: 1.25 }}>
            {view.value}
            {title.unit !== '%' && (
              <span style={{ color: muted, fontSize: 12, fontWeight: 'normal' }}> {title.unit}</span>
            )}
          </p>
          {view.progress && <p style={text(12, muted)}>{view.progress.label}</p>}
          <p style={text(12, muted)}>{view.note}</p>
        </>
      )}
      {variance && (
        <p style={text(12, colors[variance.judgement])}>
          {`${marks[variance.judgement]} ${variance.text} ${variance.code} ${variance.against}`}
        </p>
      )}
    </>
  )
}

interface DetailProps {
  readonly loaded: LoadedTile
  readonly picture: MailPicture | undefined
  readonly scope: Scope
}

function Detail({ loaded, picture, scope }: DetailProps) {
  const { tile, view } = loaded
  const title = tile.title(scope)
  if (view.kind === 'kpi') return <Figure loaded={loaded} scope={scope} />
  const of = [title.unit, title.scope, title.period].filter((part) => part !== '').join(', ')
  const left = view.kind === 'table' ? view.table.rows.length - MOST_ROWS : 0
  return (
    <>
      {view.kind !== 'empty' && view.message !== null && <p style={bold(15)}>{view.message}</p>}
      <p style={{ ...text(13, muted), paddingBottom: 6 }}>{`${title.measure}: ${of}`}</p>
      {view.kind === 'empty' && <p style={text(14)}>{view.reason}</p>}
      {view.kind === 'chart' && view.chart.kind === 'columns' && <Legend series={view.chart.series} />}
      {picture && (
        <img
          src={`cid:${picture.cid}`}
          alt={picture.alt}
          width={CHART_WIDTH}
          style={{ display: 'block', width: '100%', maxWidth: CHART_WIDTH, height: 'auto', border: 0 }}
        />
      )}
      {view.kind === 'table' && (
        <DataRows table={{ ...view.table, rows: view.table.rows.slice(0, MOST_ROWS) }} />
      )}
      {left > 0 && (
        <p style={text(12, muted)}>{scope.words.report.moreRows(scope.format.count(String(left)))}</p>
      )}
    </>
  )
}

type Series = Extract<Extract<LoadedTile['view'], { kind: 'chart' }>['chart'], { kind: 'columns' }>['series']

function Legend({ series }: { series: Series }) {
  return (
    <p style={text(12, muted)}>
      {[...series].reverse().map(({ code, name }) => (
        <span key={code} style={{ marginRight: 14 }}>
          <span style={{ color: code === 'PY' ? earlier : actual }}>{code === 'PL' ? '☐' : '■'}</span> {name}
        </span>
      ))}
    </p>
  )
}

function DataRows({ table: { columns, rows } }: { table: TableModel }) {
  const cellStyle = (index: number): CSSProperties => ({
    ...text(columns.length > 6 ? 11 : 12),
    padding: '4px 6px 4px 0',
    borderBottom: `1px solid ${line}`,
    textAlign: columns[index]?.numeric ? 'right' : 'left',
    verticalAlign: 'top',
  })
  return (
    <table width="100%" cellPadding={0} cellSpacing={0} border={0} style={{ borderCollapse: 'collapse' }}>
      <thead>
        <tr>
          {columns.map(({ id, head, unit }, index) => (
            <th
              key={id}
              scope="col"
              style={{ ...cellStyle(index), color: muted, fontWeight: 'normal', borderBottomColor: ink }}
            >
              {unit === undefined ? head : `${head}, ${unit}`}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: two rows may have the same name
          <tr key={at}>
            {row.map(({ text: written }, index) => (
              <td key={columns[index]?.id} style={cellStyle(index)}>
                {written}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  )
}
