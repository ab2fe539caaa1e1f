import { expect, it } from 'vitest';
import { checkSignIn } from './check-sign-in.ts';

it.each([
  ['', '', { email: 'emailMissing', password: 'passwordMissing' }],
  ['  ', 'x', { email: 'emailMissing' }],
  ['name', 'x', { email: 'emailInvalid' }],
  ['a b@c', 'x', { email: 'emailInvalid' }],
  [' leader@example.cn ', '', { password: 'passwordMissing' }],
  ['leader@example.cn', ' ', {}],
])('%j with password %j', (email, password, mistakes) => {
  expect(checkSignIn(email, password)).toEqual(mistakes);
});
