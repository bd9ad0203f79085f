import type { notationWords as English } from '../en/notation.ts'

export const notationWords: typeof English = {
  noPeriod: (today) => `ปฏิทินไม่มีไตรมาสของปีบัญชีสำหรับวันที่ ${today} โปรดสร้าง dim_date ให้ครอบคลุมวันนี้`,
  title: {
    everyone: 'ทั้งบริษัท',
    seenBy: { rep: 'ของคุณเอง', manager: 'ทีมของคุณ' },
    one: ({ territory, method, team, rep, segment }) =>
      [rep, team, territory, segment && `กลุ่มลูกค้า ${segment}`, method && `วิธีการขาย ${method}`]
        .filter(Boolean)
        .join(', '),
    toDate: (name, day) => `${name} ถึง ${day}`,
    months12: '12 เดือน',
    atDay: (day) => `ณ ${day}`,
    untilMonth: (months, month) => `${months} เดือนถึง ${month}`,
    week: (from, to) => `${from} ถึง ${to}`,
  },

  variance: {
    quota: 'โควตา',
    period: (name, days) => (days === null ? name : `${name} ช่วง ${days} วันแรก`),
    before12: '12 เดือนก่อนหน้า',
    points: (text) => `${text} จุด`,
    days: (text) => `${text} วัน`,
  },

  code: { AC: 'ยอดจริง', PL: 'โควตา', PY: 'ปีก่อน', FC: 'พยากรณ์' },
  unit: {
    currency: (code) => code,
    percent: '%',
    days: 'วัน',
    perWin: 'ต่อดีลที่ปิดได้',
    deals: 'ดีล',
    number: 'จำนวน',
    times: 'เท่า',
    months: 'เดือน',
    minutes: 'นาที',
  },

  empty: {
    noDeals: 'ไม่มีดีลที่จบในช่วงนี้',
    noWins: 'ไม่มีดีลที่ปิดการขายได้ในช่วงนี้',
    noQuota: 'ไม่มีโควตาสำหรับช่วงนี้',
    quotaNotBy: (filter) => `โควตาไม่ได้กำหนดแยกตาม${filter} เลือก "ทั้งหมด" เพื่อดู`,
    whole: 'ตัวเลขนี้เก็บเฉพาะของทั้งบริษัท เลือก "ทั้งหมด" เพื่อดู',
    notBy: (filter) => `ตัวเลขนี้ไม่ได้เก็บแยกตาม${filter} เลือก "ทั้งหมด" เพื่อดู`,
    noReps: 'ไม่มีตัวแทนขายที่จบดีลหรือมีโควตาในช่วงนี้',
    noEffort: 'ไม่มีกิจกรรมที่บันทึกไว้ในช่วงนี้ หรือไม่มีดีลที่ปิดการขายได้',
  },
  missing: {
    things: {
      opportunity: 'ดีล',
      quota: 'โควตา',
      activity: 'กิจกรรม',
      lead: 'ลูกค้าเป้าหมาย',
      commission_assignment: 'แผนค่าคอมมิชชัน',
    },
    drop: (things, places) => `ยังไม่มีข้อมูล${things} โปรดวาง ${places.join(' หรือ ')}`,
    inSource: (files, source) => `${files} ในแหล่งข้อมูล ${source}`,
    inKind: (files, kind) => `${files} ในแหล่งข้อมูลชนิด ${kind}`,
    byMapping: (files, source) =>
      `${files} ในแหล่งข้อมูล ${source} แล้วจับคู่คอลัมน์ (คำสั่ง salesops init-mapping จะเสนอวิธีให้)`,
    or: (files) => files.join(' หรือ '),
  },
  tooFew: (n) => `n = ${n} น้อยเกินไป`,
  nHead: 'n',
  withN: (value, n) => `${value}, n = ${n}`,
}
