import type { reportsWords as English } from '../en/reports.ts'

export const reportsWords: typeof English = {
  report: {
    titles: {
      'weekly-executive': 'รายงานผู้บริหารประจำสัปดาห์',
      'monthly-review': 'สรุปผลธุรกิจประจำเดือน',
      'pipeline-meeting': 'ประชุมไปป์ไลน์การขาย',
      'rep-digest': 'งานขายของคุณในสัปดาห์นี้',
      'forecast-accuracy': 'ความแม่นยำของพยากรณ์',
      'crm-health': 'คุณภาพข้อมูล CRM',
    },
    subject: (title, company, period) => `${title}, ${company}, ${period}`,
    build: (id, published) => `ชุดข้อมูล ${id} เผยแพร่เมื่อ ${published}`,
    quality: 'ข้อมูลเชื่อถือได้หรือไม่',
    definitions: 'วิธีคำนวณตัวเลขแต่ละตัว',
    quarantineNote: 'ระเบียนที่ถูกกักไว้ไม่อยู่ในตัวเลขใดของรายงานนี้',
    figures: 'ตัวเลขสำคัญ',
  },
}
