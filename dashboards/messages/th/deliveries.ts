import type { deliveriesWords as English } from '../en/deliveries.ts'

export const deliveriesWords: typeof English = {
  delivery: {
    late: (due) => `ส่งช้า: ครบกำหนดส่ง ${due} แต่ขณะนั้นข้อมูลยังเชื่อถือไม่ได้`,
    notice: {
      subject: (report, company) => `ไม่ได้ส่ง: ${report}, ${company}`,
      title: 'รายงานที่ไม่ได้ส่ง',
      lead: (report, due) => `${report} ซึ่งครบกำหนดส่ง ${due} ไม่ได้ส่ง:`,
      toSome: (report, due) => `${report} ซึ่งครบกำหนดส่ง ${due} ส่งไม่ถึงทุกคน:`,
      whom: (recipient) => `ถึง ${recipient}`,
      cure: (cure) => `สิ่งที่ควรทำ: ${cure}`,
      notJudged: (alert) => `ประเมินการแจ้งเตือน "${alert}" ไม่ได้:`,
      later: 'ชุดข้อมูลถัดไปที่เชื่อถือได้จะส่งรายงานนี้พร้อมหมายเหตุ หากยังไม่ถึงกำหนดของงวดถัดไป',
    },
    alert: {
      subject: (alert, company) => `${alert}, ${company}`,
      below: (measure, value, limit) => `${measure} เท่ากับ ${value} ต่ำกว่า ${limit}`,
      above: (measure, value, limit) => `${measure} เท่ากับ ${value} สูงกว่า ${limit}`,
      falls: (measure, share, weeks, limit) =>
        `${measure} ของสัปดาห์ที่ผ่านมาต่ำกว่าค่าเฉลี่ยของ ${weeks} สัปดาห์ก่อนหน้า ${share} ขีดจำกัดคือ ${limit}`,
      rises: (measure, share, weeks, limit) =>
        `${measure} ของสัปดาห์ที่ผ่านมาสูงกว่าค่าเฉลี่ยของ ${weeks} สัปดาห์ก่อนหน้า ${share} ขีดจำกัดคือ ${limit}`,
      of: (from, to) => `ของช่วง ${from} ถึง ${to}`,
      where: (member, values) => `เฉพาะที่ ${member} คือ ${values}`,
      asOf: (moment) => `ข้อมูลถึง ${moment} ตามสิทธิ์ที่คุณเห็นได้`,
      once: 'คุณจะได้รับแจ้งครั้งเดียว จนกว่าจะกลับสู่ปกติ และพักการแจ้งเตือนได้ที่หน้ารายงาน',
    },
  },
}
