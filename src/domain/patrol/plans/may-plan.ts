import type { WhoAmI } from '../../members/who-am-i.ts';

/** Who makes patrol plans; the database holds them to it. */
export function mayPlanPatrols({ role, isCaptain }: WhoAmI['member']): boolean {
  return role === 'office' || (role === 'patrol' && isCaptain);
}
