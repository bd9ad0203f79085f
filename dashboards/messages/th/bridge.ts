import type { bridgeWords as English } from '../en/bridge.ts'

export const bridgeWords: typeof English = {
  bridge: {
    measure: {
      won: 'ยอดขายที่ปิดได้: จากไฟล์ของ CRM ถึงตัวเลขในระบบนี้',
      open: 'ไปป์ไลน์ที่เปิดอยู่: จากไฟล์ของ CRM ถึงตัวเลขในระบบนี้',
    },
    theirs: 'ผลรวมในไฟล์',
    ours: 'ยอดของเรา',
    mixed: 'ตามที่บันทึก',
    theirsNote: (deals) => `${deals} ดีลที่ปิดได้ตามไฟล์ของ CRM รวมที่ลบแล้ว แต่ละมูลค่าเป็นสกุลเงินของตน`,
    oursNote: (deals) => `${deals} ดีลที่ปิดการขายได้`,
    lines: { deleted: 'ลบแล้ว', missing: 'ไม่ถูกส่งออกแล้ว', merged: 'รวมกันแล้ว', converted: 'สกุลเงิน' },
    line: 'รายการ',
    deals: 'ดีล',
    records: 'ดีลของรายการ',
    source: 'แหล่งข้อมูล',
    currency: 'สกุลเงิน',
    eachOwn: 'ของแต่ละดีล',
    byCurrency: 'ยอดขายที่ปิดได้ตามสกุลเงินของดีล',
    none: 'ไฟล์ของ CRM ไม่มีดีลแบบนี้',
    message: (theirs, ours, unloaded) =>
      `มูลค่าตามที่บันทึกในไฟล์ของ CRM รวมได้ ${theirs} ในระบบนี้เป็น ${ours} มีระเบียนดีล ${unloaded} รายการที่โหลดไม่ได้และไม่อยู่ในทั้งสองยอด`,
    label: 'กราฟน้ำตกจากผลรวมของไฟล์ CRM ถึงยอดของเรา: ส่วนที่ลบแล้ว ไม่ถูกส่งออกแล้ว หรือรวมกันแล้ว และผลของสกุลเงิน',
  },
}
