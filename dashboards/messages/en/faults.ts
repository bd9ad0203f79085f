const said = (what: string, cure: string) => ({ what, cure })

const seeWhetherItArrived = 'ask there; where it did not arrive send it again: salesops report NAME --resend'

/** Why something was not sent and what to do, by the code of the fault. */
export const faultsWords = {
  faults: {
    audits_failed: ({ run, build }: { run: string; build: string }) =>
      said(
        `audits failed in the last run (${run}): build ${build}, which stays, is not what the exports say now`,
        'see what failed with: salesops runs, mend it, and run: salesops run',
      ),
    source_stale: ({ source, newest, hours }: { source: string; newest: string; hours: string }) =>
      said(
        newest === ''
          ? `the source ${source} has no record yet`
          : `the newest record of the source ${source} is of ${newest}, older than ${hours} hours`,
        `see that exports of ${source} arrive, and run: salesops run`,
      ),
    tile_failed: ({ tile, why }: { tile: string; why: string }) =>
      said(
        `the tile ${tile} could not be loaded: ${why}`,
        'mend what it says, or take the tile out of the report',
      ),
    tile_empty: ({ tile, why }: { tile: string; why: string }) =>
      said(
        `the tile ${tile} has nothing to show: ${why}`,
        'check that its source has landed, or choose another period',
      ),
    picture_blank: ({ tile }: { tile: string }) =>
      said(
        `the picture of ${tile} has nothing on it`,
        'open the tile on its page; where it is drawn there, report it with the build',
      ),
    render_failed: ({ why }: { why: string }) =>
      said(`it could not be made: ${why}`, 'see the log of the server'),
    user_gone: ({ recipient }: { recipient: string }) =>
      said(
        `${recipient} is no user any more, or has left in the CRM`,
        'take them out of the recipients, or add them again: salesops user add',
      ),
    role_denied: ({ recipient, role }: { recipient: string; role: string }) =>
      said(
        `${recipient} has the role ${role} now, which the report is not for`,
        'take them out of the recipients, or give them the role again',
      ),
    page_denied: ({ page, role }: { page: string; role: string }) =>
      said(
        `the page ${page} is not for the role ${role}`,
        'stop the schedule, or give the user the role again',
      ),
    report_unknown: ({ report }: { report: string }) =>
      said(`${report} is not a report`, 'name one that there is under reports: in the configuration'),
    page_unknown: ({ page }: { page: string }) =>
      said(
        `there is no page ${page} that could be sent`,
        'stop the schedule, and make another of a page that there is',
      ),
    channel_unknown: ({ channel }: { channel: string }) =>
      said(
        `there is no channel ${channel}`,
        'name one under channels: in the configuration, or take it out of the report',
      ),
    message_lost: (_: Readonly<Record<string, never>>) =>
      said('the message was cut off before it was kept', 'nothing: it is made again where its cause lasts'),
    cut_off: (_: Readonly<Record<string, never>>) =>
      said(
        'the process ended while it was being sent: nobody can tell whether it arrived',
        seeWhetherItArrived,
      ),
    no_address: (_: Readonly<Record<string, never>>) =>
      said(
        'the recipient has no e-mail address',
        'name the user by the address, or give their person in the CRM one',
      ),
    login_refused: ({ channel, answer }: { channel: string; answer: string }) =>
      said(`the mail server of ${channel} answered ${answer}`, 'correct user and password of the channel'),
    mail_deferred: ({ channel, answer }: { channel: string; answer: string }) =>
      said(`the mail server of ${channel} answered ${answer}`, 'ask who runs the mail server'),
    mail_refused: ({ channel, answer }: { channel: string; answer: string }) =>
      said(`the mail server of ${channel} answered ${answer}`, 'ask who runs the mail server'),
    tls_failed: ({ channel, why }: { channel: string; why: string }) =>
      said(
        `the mail server of ${channel} does not encrypt as it should (${why})`,
        'check host, port and security of the channel',
      ),
    server_unreachable: ({ channel, why }: { channel: string; why: string }) =>
      said(
        `the server of ${channel} cannot be reached (${why})`,
        'check the address of the channel, and that this machine may reach it',
      ),
    connection_lost: ({ channel, why }: { channel: string; why: string }) =>
      said(`the server of ${channel} did not say whether it took the message (${why})`, seeWhetherItArrived),
    webhook_busy: ({ channel, status }: { channel: string; status: string }) =>
      said(`the address of ${channel} answered ${status}`, 'nothing: it is tried again'),
    webhook_refused: ({ channel, status }: { channel: string; status: string }) =>
      said(`the address of ${channel} answered ${status}`, 'check the address and the secret of the channel'),
    folder_unwritable: ({ channel, why }: { channel: string; why: string }) =>
      said(
        `the folder of the channel ${channel} could not be written (${why})`,
        'make it writable for the server',
      ),
  },
}
