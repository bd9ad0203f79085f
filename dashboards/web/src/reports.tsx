import type { DeliveryFault } from '../../../models/state/deliveries.ts'
import type { Page } from '../../pages/page.ts'
import type { ListedAlert, ListedDelivery, ListedReport, ReportsPage } from '../../reports/page.ts'
import { toldFault } from '../../reports/told-fault.ts'
import type { Scope } from '../../tiles/scope.ts'
import { fetchReports, reportAddress, snoozeAlert, stopSchedule } from './api.ts'
import { ScheduleForm } from './schedule-form.tsx'
import { Scroll } from './scroll.tsx'
import { type After, useListed } from './use-listed.ts'
import { words } from './words.ts'

const text = words.reportsPage

interface ReportsProps {
  /** The pages that the reader may open. */
  readonly pages: readonly Page[]
  readonly scope: Scope
  readonly build: string
}

/** What is sent: schedules with their next run and last result, past issues, alerts; and for an admin the log. */
export default function Reports({ pages, scope, build }: ReportsProps) {
  const { found, error, after } = useListed(fetchReports)
  const nameOf = (report: string): string => {
    const alert = found?.alerts.find(({ name }) => `alert:${name}` === report)
    const scheduled = found?.reports.find(({ id }) => id === report)
    return alert?.title ?? (scheduled ? titleOf(scheduled, pages) : report)
  }
  return (
    <main id="figures" className="reports" data-build={build}>
      <h2>{text.question}</h2>
      {error !== null && (
        <p className="failed" role="alert">
          {error}
        </p>
      )}
      {found === null && error === null && <p role="status">{words.panel.loading}</p>}
      {found && (
        <>
          <Scheduled found={found} pages={pages} scope={scope} after={after} />
          {found.channels.length > 0 && (
            <ScheduleForm pages={pages} channels={found.channels} after={after} />
          )}
          {found.alerts.length > 0 && <Alerts alerts={found.alerts} scope={scope} after={after} />}
          <Deliveries title={text.issues} rows={found.issues} nameOf={nameOf} scope={scope} />
          {found.log && <Deliveries title={text.log} rows={found.log} nameOf={nameOf} scope={scope} isLog />}
        </>
      )}
    </main>
  )
}

interface ScheduledProps {
  readonly found: ReportsPage
  readonly pages: readonly Page[]
  readonly scope: Scope
  readonly after: After
}

function Scheduled({ found: { reports, channels }, pages, scope: { format }, after }: ScheduledProps) {
  if (reports.length === 0)
    return (
      <section>
        <h3 className="part">{text.scheduled}</h3>
        <p className="empty">{channels.length > 0 ? text.none : text.noChannels}</p>
      </section>
    )
  return (
    <section>
      <h3 className="part">{text.scheduled}</h3>
      <Scroll name={text.scheduled}>
        <table className="data">
          <caption className="unseen">{text.scheduled}</caption>
          <thead>
            <tr>
              {[text.report, text.when, text.next, text.last].map((head) => (
                <th key={head} scope="col">
                  {head}
                </th>
              ))}
              <td />
            </tr>
          </thead>
          <tbody>
            {reports.map((report) => (
              <tr key={report.id} data-report={report.id}>
                <th scope="row">{titleOf(report, pages)}</th>
                <td>{text.zone(report.schedule, report.timezone)}</td>
                <td>{report.next === null ? '–' : format.moment(report.next)}</td>
                <td>
                  <LastResult report={report} />
                </td>
                <td>
                  <ReportActions report={report} title={titleOf(report, pages)} after={after} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </Scroll>
    </section>
  )
}

function titleOf({ title, content }: ListedReport, pages: readonly Page[]): string {
  if (title !== null) return title
  if (content.kind === 'page')
    return pages.find(({ id }) => id === content.name)?.title(words) ?? content.name
  const titles: Readonly<Record<string, string>> = words.report.titles
  return titles[content.name] ?? content.name
}

function LastResult({ report: { last } }: { report: ListedReport }) {
  if (!last) return <>{text.never}</>
  return (
    <>
      {text.result(text.periodStates[last.state] ?? last.state, last.period)}
      {last.fault && <Why fault={last.fault} />}
    </>
  )
}

function Why({ fault }: { fault: DeliveryFault }) {
  const { what, cure } = toldFault(words, fault)
  return <span className="why">{`${what}. ${words.delivery.notice.cure(cure)}`}</span>
}

function ReportActions({ report, title, after }: { report: ListedReport; title: string; after: After }) {
  const { id, stop } = report
  return (
    <span className="row-actions">
      <a
        href={reportAddress(`preview/${id}`)}
        target="_blank"
        rel="noreferrer"
        aria-label={text.previewOf(title)}
      >
        {text.preview}
      </a>
      {stop !== null && (
        <>
          <a href={reportAddress(`schedules/${stop}.yml`)} download aria-label={text.fileOf(title)}>
            {text.file}
          </a>
          <button
            type="button"
            className="quiet"
            aria-label={text.stopOf(title)}
            onClick={() => void after(stopSchedule(stop))}
          >
            {text.stop}
          </button>
        </>
      )}
    </span>
  )
}

const DAY_HOURS = 24

function Alerts({
  alerts,
  scope: { format },
  after,
}: {
  alerts: readonly ListedAlert[]
  scope: Scope
  after: After
}) {
  const standing = ({ isFiring, since, snoozedUntil }: ListedAlert): string =>
    [
      isFiring && since !== null ? text.fires(format.moment(since)) : text.quiet,
      ...(snoozedUntil === null ? [] : [text.snoozed(format.moment(snoozedUntil))]),
    ].join(', ')
  const button = (name: string, label: string, shown: string, hours: number) => (
    <button
      type="button"
      className="quiet"
      aria-label={label}
      onClick={() => void after(snoozeAlert(name, hours))}
    >
      {shown}
    </button>
  )
  return (
    <section>
      <h3 className="part">{text.alerts}</h3>
      <ul className="alerts">
        {alerts.map((alert) => (
          <li key={alert.name} data-alert={alert.name}>
            <strong>{alert.title}</strong> <span>{standing(alert)}</span>
            {alert.snoozedUntil === null ? (
              <>
                {button(alert.name, text.snoozeOf(alert.title), text.snooze, DAY_HOURS)}
                {button(alert.name, text.snoozeWeekOf(alert.title), text.snoozeWeek, 7 * DAY_HOURS)}
              </>
            ) : (
              button(alert.name, text.wakeOf(alert.title), text.wake, 0)
            )}
          </li>
        ))}
      </ul>
    </section>
  )
}

/** The period of an alert is the instant of its event; that of a report a time by the clocks of its zone. */
const INSTANT = /^\d{4}-\d\d-\d\dT.*Z$/

interface DeliveriesProps {
  readonly title: string
  readonly rows: readonly ListedDelivery[]
  /** What a report or an alert is called. */
  readonly nameOf: (report: string) => string
  readonly scope: Scope
  /** True where they went to everybody. */
  readonly isLog?: boolean
}

function Deliveries({ title, rows, nameOf, scope: { format }, isLog = false }: DeliveriesProps) {
  const heads = [
    text.report,
    text.period,
    ...(isLog ? [text.recipient] : []),
    text.channelHead,
    text.state,
    text.at,
  ]
  return (
    <section>
      <h3 className="part">{title}</h3>
      {rows.length === 0 ? (
        <p className="empty">{isLog ? text.noDeliveries : text.noIssues}</p>
      ) : (
        <Scroll name={title}>
          <table className="data">
            <caption className="unseen">{title}</caption>
            <thead>
              <tr>
                {heads.map((head) => (
                  <th key={head} scope="col">
                    {head}
                  </th>
                ))}
                <td />
              </tr>
            </thead>
            <tbody>
              {rows.map((row) => (
                <tr key={row.id}>
                  <th scope="row">{nameOf(row.report)}</th>
                  <td>{INSTANT.test(row.period) ? format.moment(row.period) : row.period}</td>
                  {isLog && <td>{row.recipient}</td>}
                  <td>{row.channel}</td>
                  <td>
                    {text.states[row.state] ?? row.state}
                    {row.fault && <Why fault={row.fault} />}
                  </td>
                  <td>{format.moment(row.at)}</td>
                  <td>
                    {row.mayOpen && (
                      <a
                        href={reportAddress(`issues/${row.id}`)}
                        target="_blank"
                        rel="noreferrer"
                        aria-label={text.openOf(nameOf(row.report), row.period)}
                      >
                        {text.open}
                      </a>
                    )}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </Scroll>
      )}
    </section>
  )
}
