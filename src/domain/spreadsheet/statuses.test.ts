import { expect, test } from 'vitest';
import { readSource, readStatus } from './statuses.ts';

test.each([
  ['已整改', 'closed'],
  ['已完成整改', 'closed'],
  ['整改到位', 'closed'],
  ['√', 'closed'],
  ['是', 'closed'],
  ['整改中', 'in_progress'],
  ['正在整改', 'in_progress'],
  ['部分整改', 'in_progress'],
  ['未整改', 'assigned'],
  ['否', 'assigned'],
  ['长期坚持', 'standing'],
  ['立行立改', 'on_the_spot'],
  ['立行立改，已整改', 'on_the_spot'],
  ['已整改待核查', 'awaiting_check'],
  ['挂账整治', 'deferred'],
  ['已受理', 'reported'],
  ['退回', 'reported'],
  ['', undefined],
  ['见附件', undefined],
])('%s', (text, state) => {
  expect(readStatus(text)).toBe(state);
});

test.each([
  ['12345热线', 'hotline'],
  ['省级测评反馈', 'supervision'],
  ['数字城管', 'digital'],
  ['自查自纠', 'self'],
  ['日常巡查', 'patrol'],
  ['群众反映', 'public'],
  ['其他', undefined],
])('source %s', (text, source) => {
  expect(readSource(text)).toBe(source);
});
