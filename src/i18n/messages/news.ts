export const zh = {
  title: '通知',
  unread: (count: number) => `通知，${count} 条未读`,
  none: '没有与您有关的通知。问题交办、退回、核查或需要您决定时，会在这里告诉您。',
  loading: '正在加载…',
  line: (what: string, who: string) => (who === '' ? what : `${what}（${who}）`),
};

export const en: typeof zh = {
  title: 'News',
  unread: (count) => `News, ${count} unread`,
  none: 'Nothing concerns you yet. When issues are assigned, returned, checked or yours to decide, it is told here.',
  loading: 'Loading…',
  line: (what, who) => (who === '' ? what : `${what} (${who})`),
};
