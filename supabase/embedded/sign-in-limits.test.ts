import { expect, test } from 'vitest';
import { SignInLimits } from './sign-in-limits.ts';

const minute = 60;

test('an address may guess fifty times in all, and then harms no account any more', async () => {
  const limits = new SignInLimits();
  for (let guess = 0; guess < 50; guess += 1) {
    expect(await limits.begin(`member${guess % 10}@example.cn`, '10.0.0.1')).toBeUndefined();
  }
  for (let guess = 0; guess < 20; guess += 1) {
    const wait = await limits.begin('leader@example.cn', '10.0.0.1');
    expect(wait).toBeGreaterThan(14 * minute);
  }
  expect(await limits.begin('leader@example.cn', '10.0.0.2')).toBeUndefined();
});

test('an account is guessed ten times, from however many addresses', async () => {
  const limits = new SignInLimits();
  for (let guess = 0; guess < 10; guess += 1) {
    expect(await limits.begin('Leader@example.cn', `10.0.0.${guess}`)).toBeUndefined();
  }
  expect(await limits.begin('leader@EXAMPLE.cn', '10.0.1.1')).toBeGreaterThan(14 * minute);
});

test('a right password is taken back', async () => {
  const limits = new SignInLimits();
  for (let time = 0; time < 200; time += 1) {
    expect(await limits.begin('leader@example.cn', '10.0.0.1')).toBeUndefined();
    await limits.succeed('leader@example.cn', '10.0.0.1');
  }
});
