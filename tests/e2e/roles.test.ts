import type { Browser } from 'playwright';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { startApplication, type Application } from '../support/application';
import { launchBrowser, Visitor } from '../support/visitor';

let browser: Browser;
let application: Application;
let visitor: Visitor;

beforeAll(async () => {
  [browser, application] = await Promise.all([
    launchBrowser(),
    startApplication({ sample: { seed: 1 } }),
  ]);
  visitor = await Visitor.at(application, browser, { viewport: { width: 1024, height: 640 } });
  await visitor.open('/?view=sites');
});

afterAll(async () => {
  await visitor?.leave();
  await browser?.close();
  await application?.close();
});

// One browser for all, as at a counter: nothing of who was there before may be left for the next.
afterEach(async () => {
  await visitor.signOut();
  visitor.expectNoTrouble();
});

/** Sites that domain.md gives each role, said anew in SQL: $1 is the member. */
const THE_WHOLE_CITY = 'true';
const SITES_OF = {
  leader: THE_WHOLE_CITY,
  office: THE_WHOLE_CITY,
  // Its own types, and wherever an issue assigned to it is not closed.
  department: `s.type = any (select unnest(u.site_types) from public.units u where u.id = m.unit_id)
    or s.id in (select i.site_id from public.issues i
                 where (i.lead_unit_id = m.unit_id or m.unit_id = any (i.assisting_unit_ids))
                   and i.state not in ('reported', 'rejected', 'merged', 'closed'))`,
  community: `s.area_id in (select a.id from public.areas a join public.areas own on own.id = m.area_id
      where a.path operator(extensions.<@) own.path)
    or s.id in (select i.site_id from public.issues i
                 where (i.lead_unit_id = m.unit_id or m.unit_id = any (i.assisting_unit_ids))
                   and i.state not in ('reported', 'rejected', 'merged', 'closed'))`,
  sponsor: `s.id in (select p.site_id from public.pairings p where p.unit_id = m.unit_id
      and p.valid_from <= (now() at time zone 'Asia/Shanghai')::date
      and (p.valid_to is null or p.valid_to > (now() at time zone 'Asia/Shanghai')::date))
    or s.id in (select i.site_id from public.issues i
                 where (i.lead_unit_id = m.unit_id or m.unit_id = any (i.assisting_unit_ids))
                   and i.state not in ('reported', 'rejected', 'merged', 'closed'))`,
  patrol: THE_WHOLE_CITY,
  assessor: THE_WHOLE_CITY,
  owner: 's.id = m.site_id',
} as const;

type Role = keyof typeof SITES_OF;

const MAY: Readonly<Record<Role, { zones: boolean; status: boolean }>> = {
  leader: { zones: true, status: true },
  office: { zones: true, status: true },
  department: { zones: true, status: true },
  community: { zones: true, status: true },
  sponsor: { zones: false, status: true },
  patrol: { zones: true, status: true },
  assessor: { zones: false, status: false },
  owner: { zones: false, status: true },
};

test.each(Object.keys(SITES_OF) as Role[])(
  'a member of the role %s sees the sites that are theirs, and what their role may',
  async (role) => {
    const { page } = visitor;
    const before = visitor.requests.length;
    const asked = () => visitor.requests.slice(before);
    await visitor.goTo('/?view=sites');
    const account = application.sampleAccounts.find((known) => known.role === role);
    await page.getByRole('button', { name: account!.name }).first().click();
    await visitor.entered();
    const [allowed] = await application.sql.query<{ count: number }>(
      `select count(*) as count from public.sites s, public.members m
         join auth.users u on u.id = m.user_id
        where u.email = $1 and s.opened_at <= now()
          and (s.closed_at is null or s.closed_at > now()) and (${SITES_OF[role]})`,
      [account!.email],
    );
    expect(allowed!.count).toBeGreaterThan(0);
    const shown = allowed!.count.toLocaleString('en');
    await page.getByText(`显示 ${shown} / ${shown} 个点位`).waitFor();

    const legend = page.getByRole('region', { name: '图例与筛选' });
    expect((await legend.innerText()).includes('您的角色按规定不显示点位状态')).toBe(
      !MAY[role].status,
    );
    expect(await page.getByRole('button', { name: '巡查', exact: true }).count()).toBe(
      MAY[role].zones ? 1 : 0,
    );

    await page.locator('[data-site-id]').first().click();
    await page.getByText('所在区域').waitFor();
    if (role === 'assessor') {
      await page.getByText('盲评：不显示状态和历史').waitFor();
      expect(await page.locator('p.why').count()).toBe(0);
      expect(asked().filter((request) => request.includes('site_history'))).toEqual([]);
      expect(await page.getByRole('heading', { name: '历史' }).count()).toBe(0);
    } else {
      await page.locator('p.why').waitFor();
      await page.getByRole('heading', { name: '历史' }).waitFor();
    }
  },
);
