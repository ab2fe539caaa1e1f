import { expect, it } from 'vitest';
import { crew, li, wang } from './question.fixture.ts';
import { stillThere } from './roster.ts';

it('a crew is changed without those who left the team', () => {
  const members = [{ ...wang, captain: false }];
  expect(stillThere(crew(1, { members: [li, wang] }), { members })).toEqual([wang.id]);
});
