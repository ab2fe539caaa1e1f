export const zh = {
  title: '检查',
};

export const en: typeof zh = {
  title: 'Inspect',
};
