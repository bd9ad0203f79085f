import type { viewsWords as English } from '../en/views.ts'

export const viewsWords: typeof English = {
  views: {
    title: 'มุมมองที่บันทึก',
    save: (page) => `บันทึกหน้า${page}พร้อมตัวกรองนี้ในชื่อ`,
    share: 'แบ่งปันให้ทั้งบริษัท',
    saveIt: 'บันทึก',
    link: 'ลิงก์มายังหน้านี้พร้อมตัวกรองนี้',
    copy: 'คัดลอกลิงก์',
    copied: 'คัดลอกแล้ว',
    ofTeam: 'ของบริษัท',
    own: 'ของคุณ',
    shared: 'ที่ผู้อื่นแบ่งปัน',
    none: 'คุณยังไม่ได้บันทึกมุมมองใด',
    by: (owner) => `โดย ${owner}`,
    notYours: (name) => `${name} (หน้านี้ไม่ได้เปิดให้บทบาทของคุณ)`,
    rename: 'เปลี่ยนชื่อ',
    renameOf: (name) => `เปลี่ยนชื่อ ${name}`,
    newName: (name) => `ชื่อใหม่ของ ${name}`,
    isShared: 'แบ่งปันอยู่',
    notShared: 'แบ่งปัน',
    shareOf: (name) => `แบ่งปัน ${name} ให้ทั้งบริษัท`,
    file: 'YAML',
    fileOf: (name) => `ดาวน์โหลด ${name} เป็นไฟล์สำหรับ extend:`,
    remove: 'ลบ',
    removeOf: (name) => `ลบ ${name}`,
  },
}
