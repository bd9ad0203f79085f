import type { resultsWords as English } from '../en/results.ts'

export const resultsWords: typeof English = {
  deals: {
    won: 'ดีลที่ปิดการขายได้',
    closed: 'ดีลที่จบแล้ว',
    open: 'ดีลที่เปิดอยู่',
    createdDeals: 'ดีลที่สร้าง',
    name: 'ดีล',
    account: 'บัญชีลูกค้า',
    owner: 'ผู้ดูแล',
    status: 'ผล',
    stage: 'ขั้น',
    amount: 'มูลค่า',
    closedOn: 'วันที่จบ',
    created: 'วันที่สร้าง',
    plannedClose: 'กำหนดปิด',
    cycle: 'รอบการขาย, วัน',
  },

  bookings: {
    measure: 'ยอดขายที่ปิดได้',
    ofQuota: (share, elapsed) => `${share} ของโควตา เวลาผ่านไป ${elapsed}`,
    ofQuotaDone: (share) => `${share} ของโควตา`,
    note: (won) => `ปิดการขายได้ ${won} ดีล`,
  },
  attainment: {
    measure: 'อัตราการบรรลุเป้า',
    note: (quota) => `จากโควตา ${quota}`,
  },
  winRate: {
    measure: 'อัตราการปิดการขายได้',
    note: (won, closed) => `ปิดได้ ${won} จาก ${closed} ดีลที่จบ`,
  },
  cycle: {
    measure: 'รอบการขายมัธยฐาน',
    note: (average, p90) => `เฉลี่ย ${average} และ 90% ไม่เกิน ${p90}`,
  },
  created: {
    measure: 'ไปป์ไลน์ที่สร้าง',
    note: (deals) => `สร้าง ${deals} ดีล`,
  },
  averageDeal: {
    measure: 'มูลค่าดีลเฉลี่ย',
    note: (won) => `จาก ${won} ดีลที่ปิดการขายได้`,
  },
  effort: {
    measure: 'กิจกรรมต่อดีลที่ปิดได้',
    note: (all) => `${all} เมื่อรวมของดีลที่แพ้`,
  },
  byMonth: {
    measure: 'ยอดขายที่ปิดได้รายเดือน',
    month: 'เดือน',
    above: (met, months) => `ยอดขายถึงโควตา ${met} เดือน จาก ${months} เดือนที่จบแล้ว`,
    label: (months) => `กราฟแท่งของยอดขายที่ปิดได้ใน ${months} เดือน เทียบกับโควตาและปีก่อน`,
  },
  distribution: {
    measure: 'ความยาวรอบการขายของดีลที่ปิดได้',
    axis: 'จำนวนวันตั้งแต่สร้างจนปิดการขายได้',
    band: 'วัน',
    openBand: (from) => `${from} ขึ้นไป`,
    wins: 'ดีลที่ปิดการขายได้',
    median: (days) => `มัธยฐาน ${days}`,
    p90: (days) => `90% ไม่เกิน ${days}`,
    message: (median, p90) => `ครึ่งหนึ่งของดีลที่ปิดได้ใช้เวลาไม่เกิน ${median} วัน และ 90% ใช้ไม่เกิน ${p90} วัน`,
    days: (band) => `${band} วัน`,
    tooltip: (band, count) => `${band} วัน: ปิดการขายได้ ${count} ดีล`,
    label: 'ฮิสโทแกรมของความยาวรอบการขายของดีลที่ปิดได้ แสดงมัธยฐานและเปอร์เซ็นไทล์ที่ 90',
  },
  week: {
    measure: 'ยอดขายที่ปิดได้ในสัปดาห์ที่ผ่านมา',
    note: (won) => `ปิดการขายได้ ${won} ดีล`,
  },
}
