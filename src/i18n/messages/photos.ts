export const zh = {
  picker: {
    label: '照片',
    take: '拍照',
    choose: '选择照片',
    hint: '也可以拖进来，或复制后粘贴',
    dropHere: '松开即可添加',
    full: '最多 9 张',
    stage: {
      preparing: '读取中',
      waiting: '待上传',
      sending: '上传中',
      saved: '已保存',
      failed: '未上传',
    },
    nameOf: (at: number, count: number) => `第 ${at} 张，共 ${count} 张`,
    remove: (photo: string) => `删除照片：${photo}`,
    retry: (photo: string) => `重新上传：${photo}`,
  },
  flags: {
    reused: '照片用过',
    taken_far: '拍摄地点较远',
    taken_before: '拍摄早于上报',
    unknown: '无拍摄信息',
  },
};

export const en: typeof zh = {
  picker: {
    label: 'Photos',
    take: 'Take a photo',
    choose: 'Choose photos',
    hint: 'or drop them here, or paste',
    dropHere: 'Let go to add',
    full: 'At most 9',
    stage: {
      preparing: 'Reading',
      waiting: 'Waiting',
      sending: 'Sending',
      saved: 'Saved',
      failed: 'Not sent',
    },
    nameOf: (at, count) => `${at} of ${count}`,
    remove: (photo) => `Remove photo ${photo}`,
    retry: (photo) => `Send photo ${photo} again`,
  },
  flags: {
    reused: 'Used before',
    taken_far: 'Taken far away',
    taken_before: 'Taken before the report',
    unknown: 'No camera data',
  },
};
