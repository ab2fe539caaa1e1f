import type { Browser } from 'playwright';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { startApplication, type Application } from '../support/application';
import { launchBrowser, Visitor } from '../support/visitor';

let browser: Browser;
let application: Application;
let visitor: Visitor;
/** Stays for its next test. */
let office: Visitor | undefined;

beforeAll(async () => {
  [browser, application] = await Promise.all([
    launchBrowser(),
    startApplication({ sample: { seed: 1 } }),
  ]);
});

afterAll(async () => {
  await office?.leave();
  await browser?.close();
  await application?.close();
});

afterEach(async () => {
  if (visitor === office) office?.expectNoTrouble();
  else await visitor?.leave();
});

async function enterAsOffice(path: string): Promise<void> {
  if (office === undefined) {
    visitor = office = await Visitor.at(application, browser);
    await office.signInAsSample('office', path);
  } else {
    visitor = office;
    await office.goTo(path);
  }
}

describe('the office', () => {
  test('changes an item of the catalogue in a new edition, and takes it back', async () => {
    await enterAsOffice('/?view=settings');
    const { page } = visitor;
    await page.getByRole('button', { name: '修改“无积存垃圾烟蒂”' }).click();
    await page.getByRole('spinbutton', { name: '权重' }).fill('4.5');
    await page.getByRole('radio', { name: '抽样评级' }).check({ force: true });
    await page.getByRole('spinbutton', { name: '抽样数' }).fill('6');
    await page.getByRole('button', { name: '放入草稿' }).click();
    await page.getByRole('textbox', { name: '版本名称' }).fill('试行版');
    const from = new Date(Date.now() + 30 * 86_400_000).toISOString().slice(0, 10);
    await page.getByLabel('生效时间').fill(`${from}T00:00`);
    await page.getByRole('button', { name: '存为新版本' }).click();
    await page.getByRole('button', { name: '撤回版本“试行版”' }).waitFor();
    const drafted = () =>
      application.sql.query(
        `select k.catalogue_id = 1 as old, k.weight::text, k.rule, k.rule_count
          from public.indicators k where k.code = 11 order by k.catalogue_id`,
      );
    expect(await drafted()).toEqual([
      { old: true, weight: '3.00', rule: 'max_count', rule_count: 3 },
      { old: false, weight: '4.50', rule: 'graded', rule_count: 6 },
    ]);
    await page.getByRole('button', { name: '撤回版本“试行版”' }).click();
    await page.getByText('以“2024”为基础').waitFor();
    expect(await drafted()).toHaveLength(1);
  });

  test('is told in one line why hours cannot be', async () => {
    await enterAsOffice('/?view=settings&tab=hours');
    const { page } = visitor;
    visitor.expectTrouble(/400|save_working_hours/);
    const ends = page.getByRole('textbox', { name: '第 1 段 结束' });
    await ends.fill('14:30');
    await page.getByRole('button', { name: '保存' }).first().click();
    await page.getByText('时段 08:30—14:30 与 14:00—18:00 重叠').waitFor();
    await ends.fill('12:00');
    await page.getByRole('button', { name: '保存' }).first().click();
    await page.getByText('已保存').waitFor();
  });

  test('words of a state are the city’s own', async () => {
    await enterAsOffice('/?view=settings&tab=words');
    const { page } = visitor;
    await page.getByRole('textbox', { name: '已销号 中文' }).fill('办结');
    await page.getByRole('button', { name: '保存“已销号”' }).click();
    await page.getByRole('textbox', { name: '办结 中文' }).waitFor();
    // Said at once wherever the state is named, and after a reload.
    await page.getByRole('button', { name: '台账', exact: true }).click();
    await page.goto(`${application.url}/?view=ledger&ledger=state:closed`);
    await page.getByRole('button', { name: '取消筛选：办结' }).waitFor();
    await page.locator('main [role=row]').getByText('办结', { exact: true }).first().waitFor();
  });
});

test('a leader reads the month with its definitions, on paper too, and no settings', async () => {
  visitor = await Visitor.at(application, browser);
  await visitor.signInAsSample('leader', '/?view=report');
  const { page } = visitor;
  await page.getByRole('table', { name: '按责任单位' }).waitFor();
  await page.getByText('按期整改 ÷（到期 − 挂账）').waitFor();
  expect(await page.getByRole('button', { name: '设置', exact: true }).count()).toBe(0);
  await page.getByRole('button', { name: '打印通报' }).click();
  const paper = page.getByRole('article');
  await paper.getByText(/生成时间 .* 截至/).waitFor();
  await page.emulateMedia({ media: 'print' });
  expect(await page.getByRole('button', { name: '打印', exact: true }).isVisible()).toBe(false);
  expect(await paper.isVisible()).toBe(true);
  await page.emulateMedia({ media: null });
  await page.keyboard.press('Escape');
  // The ledger by its tab opens as it does for the office: with all that is not settled.
  await page.getByRole('button', { name: '台账', exact: true }).click();
  await page.getByRole('button', { name: '取消筛选：未销号' }).waitFor();
  expect(new URL(page.url()).search).not.toContain('ledger=');
});
