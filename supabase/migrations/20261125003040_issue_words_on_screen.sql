-- The page now uses these words wherever it names an event, so they begin as its own: said as headings
-- of a timeline. What an office has changed already stays.
update public.issue_words w set name_zh = n.zh, name_en = n.en
from (values
  ('reported', '上报', 'reported', '上报问题', 'Issue reported'),
  ('fixed_on_the_spot', '当场整改', 'fixed on the spot', '当场整改', 'Fixed on the spot'),
  ('accepted', '受理', 'accepted', '受理', 'Accepted'),
  ('rejected', '不予受理', 'rejected', '不予受理', 'Rejected'),
  ('merged', '并案', 'merged', '并案', 'Merged'),
  ('assigned', '交办', 'assigned', '交办', 'Assigned'),
  ('started', '开始整改', 'started', '开始整改', 'Work started'),
  ('returned', '退回', 'returned', '退回', 'Returned'),
  ('extension_requested', '申请延期', 'asked for an extension', '申请延期', 'Extension asked for'),
  ('extension_granted', '同意延期', 'granted the extension', '同意延期', 'Extension granted'),
  ('extension_refused', '不同意延期', 'refused the extension', '不同意延期', 'Extension refused'),
  ('deferral_requested', '申请挂账', 'asked for a deferral', '申请挂账', 'Deferral asked for'),
  ('deferred', '同意挂账', 'deferred', '同意挂账', 'Deferred'),
  ('deferral_refused', '不同意挂账', 'refused the deferral', '不同意挂账', 'Deferral refused'),
  ('resumed', '恢复整改', 'resumed', '恢复整改', 'Work resumed'),
  ('submitted', '整改完成报核', 'submitted for a check', '报送整改结果', 'Fix submitted'),
  ('verified', '核查通过、销号', 'verified and closed', '核查通过，销号', 'Verified and closed'),
  ('rework', '返工', 'sent back for rework', '核查不通过，返工', 'Check failed, rework'),
  ('recheck_scheduled', '安排回头看', 'scheduled a re-check', '安排回头看', 'Re-check scheduled'),
  ('recheck_passed', '回头看通过', 'passed the re-check', '回头看通过', 'Re-check passed'),
  ('relapsed', '反弹', 'relapsed', '回头看发现反弹', 'Re-check found a relapse'),
  ('supervised', '督办', 'put under supervision', '督办', 'Under supervision'),
  ('reminder', '提醒', 'reminder', '到期提醒', 'Deadline reminder'),
  ('warning', '预警', 'warning', '临期预警', 'Deadline warning'),
  ('yellow_card', '黄牌', 'yellow card', '超期黄牌', 'Overdue: yellow card'),
  ('red_card', '红牌', 'red card', '超期红牌', 'Overdue: red card'),
  ('commented', '备注', 'commented', '备注', 'Comment'),
  ('photo_waived', '免传照片', 'waived the photo', '免传照片', 'Photo waived')
) as n (id, old_zh, old_en, zh, en)
where w.kind = 'event' and w.id = n.id and w.name_zh = n.old_zh and w.name_en = n.old_en;
