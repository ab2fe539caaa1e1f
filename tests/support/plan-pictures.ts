import type { Page } from 'playwright';
import type { Application } from './application';

/** A zone of the captain's, for the team's crews and its next week. */
export async function chooseZone(page: Page, application: Application): Promise<void> {
  await application.sql.query(
    `insert into public.zones (name, area, member_id, unit_id)
     select '夜市一带', extensions.st_expand(s.point, 0.005, 0.004), m.id, m.unit_id
       from public.sites s, public.members m
      where s.type = 'hotel' and m.is_captain and not exists (select from public.zones)
      order by s.id, m.id limit 1`,
  );
  await page.reload();
  const zone = page.locator('main .setup select').first();
  await zone.locator('option').nth(1).waitFor({ state: 'attached' });
  await zone.selectOption({ index: 1 });
}

/** Every page is of a plan; a short search is enough for a picture. */
export async function planOn(page: Page, application: Application, tab: string): Promise<void> {
  await chooseZone(page, application);
  await page.locator('main .setup dl').waitFor({ state: 'attached' });
  await page.locator('main footer .buttons button').first().dispatchEvent('click');
  await page
    .locator('main footer .buttons button', { hasText: /满意|Good/ })
    .dispatchEvent('click');
  await page.locator('main .save input').waitFor({ state: 'attached' });
  const index = ['setup', 'timeline', 'calendar', 'stops', 'measures', 'unserved'].indexOf(tab);
  await page.locator('main [role=tab]').nth(index).dispatchEvent('click');
  if (tab === 'timeline') await page.locator('main [data-visit]').nth(2).dispatchEvent('click');
}

export async function openRunningPlan(page: Page): Promise<void> {
  const open = page.locator('main li .words + button').first();
  await open.waitFor({ state: 'attached' });
  await open.dispatchEvent('click');
  await page.locator('main .save input').waitFor({ state: 'attached' });
}
