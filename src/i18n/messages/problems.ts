export const zh = {
  away: '暂时连不上服务器，请检查网络后重试。',
  expired: '登录已过期，请重新登录。',
  forbidden: '您的角色没有这项权限。',
  limited: (waitSeconds: number | null) =>
    waitSeconds === null ? '操作太频繁，请稍后再试。' : `操作太频繁，请 ${waitSeconds} 秒后再试。`,
  fault: (message: string) => `系统出错，请联系管理员：${message}`,
  wrongPassword: '邮箱或密码不正确，请重新输入。',
  retry: '重试',
};

export const en: typeof zh = {
  away: 'The server cannot be reached. Check the network and try again.',
  expired: 'Your session has expired. Sign in again.',
  forbidden: 'Your role does not allow this.',
  limited: (waitSeconds) =>
    waitSeconds === null
      ? 'Too many tries. Wait a moment and try again.'
      : `Too many tries. Try again in ${waitSeconds} s.`,
  fault: (message) => `Something went wrong; tell the administrator: ${message}`,
  wrongPassword: 'E-mail or password is wrong. Enter them again.',
  retry: 'Try again',
};
