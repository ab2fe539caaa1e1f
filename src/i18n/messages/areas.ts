export const zh = {
  loading: '正在加载…',
};

export const en: typeof zh = {
  loading: 'Loading…',
};
