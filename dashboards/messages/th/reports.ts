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
    subject: (title, company, period) => `${title} ${company} ${period}`,
    build: (id, published) => `ชุดข้อมูล ${id} เผยแพร่เมื่อ ${published}`,
    quality: 'ข้อมูลเชื่อถือได้หรือไม่',
    definitions: 'วิธีคำนวณตัวเลขแต่ละตัว',
    quarantineNote: 'ระเบียนที่ถูกกักไว้ไม่อยู่ในตัวเลขใดของรายงานนี้',
    leftOut: (tiles) => `ไม่ได้แสดง เพราะเป็นของทั้งบริษัทและบทบาทของคุณไม่เห็น: ${tiles.join(', ')}`,
    figures: 'ตัวเลขสำคัญ',
    changesTitle: (from, to, currency) => `สิ่งที่เปลี่ยนมากที่สุดตั้งแต่ ${from} ถึง ${to} และสาเหตุ (${currency})`,
    changes: {
      deals: (count) => `${count} ดีล`,
      booked: (amount, deals, isUp) =>
        isUp
          ? `ยอดขายที่ปิดได้เพิ่มขึ้น ${amount} จาก ${deals}`
          : `ยอดขายที่ปิดได้ลดลง ${amount} เพราะมีการยกเลิกมากกว่าที่ปิดได้`,
      moved: {
        new: (amount, deals) => `ดีลใหม่เพิ่มไปป์ไลน์ของไตรมาส ${amount} (${deals})`,
        're-opened': (amount, deals) => `ดีลที่เปิดใหม่อีกครั้งเพิ่มไปป์ไลน์ของไตรมาส ${amount} (${deals})`,
        'pulled in': (amount, deals) => `ดีลที่เลื่อนเข้ามาเพิ่มไปป์ไลน์ของไตรมาส ${amount} (${deals})`,
        'amount up': (amount, deals) => `มูลค่าดีลที่เปิดอยู่ของไตรมาสเพิ่มขึ้น ${amount} (${deals})`,
        'amount down': (amount, deals) => `มูลค่าดีลที่เปิดอยู่ของไตรมาสลดลง ${amount} (${deals})`,
        'pushed out': (amount, deals) => `ดีลที่เลื่อนออกไปลดไปป์ไลน์ของไตรมาส ${amount} (${deals})`,
        lost: (amount, deals) => `ดีลที่เสียไปลดไปป์ไลน์ของไตรมาส ${amount} (${deals})`,
      },
      forecast: (quarter, amount, isUp) => `พยากรณ์ของเรา ${quarter} ${isUp ? 'เพิ่มขึ้น' : 'ลดลง'} ${amount}`,
      by: {
        method: (name, amount) => `${amount} จากช่องทาง ${name}`,
        territory: (name, amount) => `${amount} ในพื้นที่ ${name}`,
        rep: (name, amount) => `${amount} โดย ${name}`,
        cause: (name, amount) => `${amount} จากสาเหตุ ${name}`,
      },
      why: (parts) => `ส่วนใหญ่มาจาก ${parts.join(', ')}`,
      none: 'ไม่มียอดขายที่ปิดได้ และไม่มีการเปลี่ยนแปลงในไปป์ไลน์',
    },
    pageOf: (page, pages) => `หน้า ${page} จาก ${pages}`,
    numbers: 'ตัวเลขอยู่ในสมุดงานที่แนบมา',
    moreRows: (rows) => `อีก ${rows} แถวอยู่ในสมุดงานและ PDF ที่แนบมา`,
    pictureOf: (title) => `แผนภูมิ: ${title}`,
  },
}
