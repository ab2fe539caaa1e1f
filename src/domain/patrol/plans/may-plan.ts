import type { WhoAmI } from '../../members/who-am-i.ts';

/** Who makes patrol plans; the database holds them to it. */
export function mayPlanPatrols({ role, isCaptain }: WhoAmI['member']): boolean {
  return role === 'office' || (role === 'patrol' && isCaptain);
}

/** Who is shown what was done of published plans; a crew is shown its own route. */
export function mayFollowPlans(member: WhoAmI['member']): boolean {
  return member.role === 'leader' || mayPlanPatrols(member);
}
