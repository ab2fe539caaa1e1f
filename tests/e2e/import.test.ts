import { readFileSync } from 'node:fs';
import { AxeBuilder } from '@axe-core/playwright';
import type { Browser, Download } from 'playwright';
import writeXlsxFile from 'write-excel-file/node';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { openWorkbook } from '../../src/workbook/read-workbook';
import { startApplication, type Application } from '../support/application';
import { messyWorkbook, type MessyWorkbook } from '../support/messy-workbook';
import { launchBrowser, Visitor } from '../support/visitor';

let browser: Browser;
let application: Application;
let visitor: Visitor;
/** Signed in once for all its tests, each of which goes to its own address. */
let office: Visitor | undefined;
let workbook: MessyWorkbook;

beforeAll(async () => {
  [browser, application] = await Promise.all([
    launchBrowser(),
    startApplication({ sample: { seed: 1 } }),
  ]);
  workbook = await messyWorkbook(application.sql);
});

afterAll(async () => {
  await office?.leave();
  await browser?.close();
  await application?.close();
});

afterEach(async () => {
  // The office stays for its next test; what went wrong is told when it leaves.
  if (visitor !== office) await visitor?.leave();
});

async function enterAsOffice(path: string): Promise<void> {
  if (office === undefined) {
    office = await Visitor.at(application, browser);
    await office.signInAsSample('office', path);
  } else {
    await office.goTo(path);
  }
  visitor = office;
}

async function countOf(table: 'issues' | 'issue_events' | 'photos' | 'sites'): Promise<number> {
  const [row] = await application.sql.query<{ count: number }>(
    `select count(*) as count from public.${table}`,
  );
  return Number(row!.count);
}

async function give(name: string, bytes: Uint8Array): Promise<void> {
  await visitor.page
    .locator('input[type=file]')
    .setInputFiles({ name, mimeType: 'application/octet-stream', buffer: Buffer.from(bytes) });
}

/** Serious and critical barriers of what is on the screen, as rule and place. */
async function barriers(): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page: visitor.page }).analyze();
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) => nodes.map(({ target }) => `${id}: ${target.join(' ')}`));
}

async function bytesOf(download: Download): Promise<Uint8Array> {
  return new Uint8Array(readFileSync(await download.path()));
}

const step = (name: string) =>
  visitor.page.locator('[aria-current=step]').filter({ hasText: name }).waitFor();
const button = (name: string | RegExp) => visitor.page.getByRole('button', { name, exact: true });
const row = (text: string) => visitor.page.getByRole('row').filter({ hasText: text });

test('the office takes a messy workbook in from the page, and takes it back', async () => {
  const before = await Promise.all([countOf('issues'), countOf('issue_events'), countOf('photos')]);
  await enterAsOffice('/?view=ledger');
  const { page } = visitor;
  await button('更多').click();
  await button('导入 Excel').click();
  await page.getByText('还没有导入过文件').waitFor();

  // What is no workbook is told in one line, and the next file may be tried at once.
  await give('会议纪要.xlsx', new TextEncoder().encode('PK\u0003\u0004 half'));
  await page.getByText(/^会议纪要\.xlsx 已损坏或不完整/).waitFor();

  // The sheet of explanations is passed over, the header of two rows is found, the columns are named.
  await give(workbook.name, workbook.bytes);
  await step('对列');
  expect(await page.getByLabel('工作表').inputValue()).toBe('问题台账');
  await page.getByText('表头到第 4 行，下面有 3 行').waitFor();
  await page.getByText('图片 1 张').waitFor();
  expect(await barriers()).toEqual([]);
  const described = page.getByLabel('“存在的问题”对应');
  expect(await described.locator('option:checked').innerText()).toBe('存在问题');
  // Without what it needs it cannot be judged, and says so.
  await described.selectOption({ label: '不用' });
  await page.getByText('还要指明哪一列是：存在问题').waitFor();
  expect(await button('核对（不写入）').isDisabled()).toBe(true);
  await described.selectOption({ label: '存在问题' });
  await button('核对（不写入）').click();

  await step('核对');
  for (const problem of workbook.problems) await row(problem).getByText('新增').waitFor();
  // What stands merged over two rows is the place of both.
  await row(`${workbook.place}：${workbook.problems[2]}`).waitFor();
  await row('合计行').getByText('略过').waitFor();
  expect(await barriers()).toEqual([]);
  await button(/^略过 2$/).click();
  expect(await row(workbook.problems[0]!).count()).toBe(0);
  await button(/^全部 6$/).click();
  expect(await Promise.all([countOf('issues'), countOf('issue_events')])).toEqual(
    before.slice(0, 2),
  );

  const [download] = await Promise.all([
    page.waitForEvent('download'),
    button('下载核对表（Excel）').click(),
  ]);
  expect(download.suggestedFilename()).toBe('整改台账 核对表.xlsx');
  const { sheet } = await openWorkbook(await bytesOf(download), 'a.xlsx').read('核对');
  expect(sheet.rows.map(([at, cell, , fate]) => [at, cell, fate])).toEqual([
    ['行', '单元格', '去向'],
    [5, 'D5', '新增'],
    [5, 'D5', '新增'],
    [6, 'D6', '新增'],
    [7, 'D7', '新增'],
    [8, 'A8', '略过'],
    [9, 'A9', '略过'],
  ]);

  // A tab that is closed asks first; nothing of it is in the database.
  const asks = () =>
    page.evaluate(() => !dispatchEvent(new Event('beforeunload', { cancelable: true })));
  expect(await asks()).toBe(true);

  // Whoever looks at something else meanwhile finds the file as it was.
  await button('点位').click();
  await button('台账').click();
  await button('更多').click();
  await button('导入 Excel').click();
  await button('全部导入（4 条）').click();
  await step('完成');
  await page.getByText('新增 4 件问题，更新 0 件，0 件原已在库中').waitFor();
  expect(await asks()).toBe(false);
  expect(await Promise.all([countOf('issues'), countOf('photos')])).toEqual([
    before[0]! + 4,
    before[2]! + 1,
  ]);

  await button('在台账中查看').first().click();
  await page.getByText('指定的 4 件').waitFor();
  await visitor.until(() => page.locator('[data-issue-id]').count(), 4);

  // The same file once more: nothing is new, the columns are known.
  await button('更多').click();
  await button('导入 Excel').click();
  await button('再导入一个文件').click();
  await give(workbook.name, workbook.bytes);
  await step('对列');
  await page.getByText('上次所选').first().waitFor();
  await button('核对（不写入）').click();
  await page.getByText('没有新增或要更新的行，不必导入。').waitFor();
  await button('换一个文件').click();

  await button('撤销导入“整改台账.xlsx”').click();
  await page.getByRole('dialog').getByRole('button', { name: '撤销', exact: true }).click();
  await page.getByText('已撤销“整改台账.xlsx”，移除 4 行').waitFor();
  expect(
    await Promise.all([countOf('issues'), countOf('issue_events'), countOf('photos')]),
  ).toEqual(before);
});

test('a list of sites whose datum cannot be told waits for the person to say it', async () => {
  const before = await countOf('sites');
  await enterAsOffice('/?view=import');
  const { page } = visitor;
  const [place] = await application.sql.query<{ lon: number; lat: number }>(
    'select extensions.st_x(point) as lon, extensions.st_y(point) as lat from public.sites order by id limit 1',
  );
  // GBK, as Excel in China saves it: 名称,类型,经度,纬度 and one hotel.
  const gbk = (text: string) =>
    [...text].flatMap((letter) => GBK[letter] ?? [letter.charCodeAt(0)]);
  const csv = Uint8Array.from(
    gbk(`名称,类型,经度,纬度\n新店,hotel,${place!.lon},${place!.lat}\n店,castle,0,0\n`),
  );
  await give('点位.csv', csv);
  await step('对列');
  expect(await page.getByRole('radio', { name: '点位清单' }).isChecked()).toBe(true);
  await button('核对（不写入）').click();
  await page.getByText('坐标系推断把握不足，请指明后再核对。').waitFor();
  await page.getByLabel('坐标系').selectOption({ label: 'WGS-84（国家 2000）' });
  await button('核对（不写入）').click();
  await step('核对');
  await row('新店').getByText('新增').waitFor();
  await row('第 3 行').getByText('不能导入').first().waitFor();
  await page.getByText(/^有 1 处不能导入，因此整个文件都不会写入/).waitFor();
  expect(await button(/^全部导入/).count()).toBe(0);

  await button('换一个文件').click();
  await give('点位.csv', csv.subarray(0, csv.indexOf(0x0a, csv.indexOf(0x0a) + 1) + 1));
  await step('对列');
  await page.getByLabel('坐标系').selectOption({ label: 'WGS-84（国家 2000）' });
  await button('核对（不写入）').click();
  await button('全部导入（1 条）').click();
  await page.getByText('新增 1 个点位，0 个原已在库中').waitFor();
  expect(await countOf('sites')).toBe(before + 1);
  await button('撤销这次导入').click();
  await page.getByRole('dialog').getByRole('button', { name: '撤销', exact: true }).click();
  await page.getByText('已撤销“点位.csv”，移除 1 行').waitFor();
  expect(await countOf('sites')).toBe(before);
});

/** GB 18030 of the characters that are used above, from the standard's table. */
const GBK: Readonly<Record<string, readonly [number, number]>> = {
  名: [0xc3, 0xfb],
  称: [0xb3, 0xc6],
  类: [0xc0, 0xe0],
  型: [0xd0, 0xcd],
  经: [0xbe, 0xad],
  度: [0xb6, 0xc8],
  纬: [0xce, 0xb3],
  新: [0xd0, 0xc2],
  店: [0xb5, 0xea],
};

test('the filtered ledger goes out as Excel, CSV and GeoJSON, and into the office’s own form', async () => {
  await enterAsOffice('/?view=ledger&ledger=state:in_progress');
  const { page } = visitor;
  const dialog = page.getByRole('dialog');
  const rows = await application.sql.query<{ number: string; unit: string | null }>(
    `select i.number, u.name as unit from public.issues i left join public.units u on u.id = i.lead_unit_id
      where i.state = 'in_progress' order by coalesce(i.deadline_at, 'infinity'), i.id`,
  );
  const exported = async () => {
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      dialog.getByRole('button', { name: '导出', exact: true }).click(),
    ]);
    await dialog.getByText(`已导出 ${rows.length} 件：${download.suggestedFilename()}`).waitFor();
    return { name: download.suggestedFilename(), bytes: await bytesOf(download) };
  };
  await button('更多').click();
  await button('导出').click();
  await dialog.getByText(`导出当前筛选的 ${rows.length} 件`).waitFor();

  const own = await exported();
  expect(own.name).toMatch(/^问题台账 \d+年\d+月\d+日\.xlsx$/);
  const { sheet } = await openWorkbook(own.bytes, own.name).read('问题台账');
  const [header = [], ...body] = sheet.rows;
  expect(header.slice(0, 3)).toEqual(['序号', '系统编号', '问题来源']);
  expect(body.map((cells) => cells[1])).toEqual(rows.map(({ number }) => number));
  expect(body[0]?.[header.indexOf('发现时间')]).toBeInstanceOf(Date);
  expect(body[0]?.[header.indexOf('状态')]).toBe('整改中');

  await dialog.getByText('每个责任单位一张表').click();
  const perUnit = await exported();
  expect(new Set(openWorkbook(perUnit.bytes, perUnit.name).sheetNames)).toEqual(
    new Set(rows.map(({ unit }) => unit?.slice(0, 31) ?? '尚未交办')),
  );

  // What is no ledger is not kept as a form, and says why; what is one, is filled.
  await dialog.locator('input[type=file]').setInputFiles({
    name: '通讯录.xlsx',
    mimeType: 'application/octet-stream',
    buffer: await writeXlsxFile([[{ value: '姓名' }, { value: '电话' }]]).toBuffer(),
  });
  await dialog.getByText(/^通讯录\.xlsx 中找不到台账的表头/).waitFor();
  await dialog.locator('input[type=file]').setInputFiles({
    name: '本办台账.xlsx',
    mimeType: 'application/octet-stream',
    buffer: await writeXlsxFile([
      [{ value: '某办整改台账', columnSpan: 3 }, null, null],
      ['责任单位', '存在问题', '责任人'].map((value) => ({ value })),
      ['例', '例', '例'].map((value) => ({ value })),
    ]).toBuffer(),
  });
  await dialog.getByRole('radio', { name: '本办台账' }).waitFor();
  expect(await dialog.getByRole('radio', { name: '本办台账' }).isChecked()).toBe(true);
  const filled = await exported();
  const form = await openWorkbook(filled.bytes, filled.name).read('Sheet1');
  expect(form.sheet.rows.slice(0, 2)).toEqual([
    ['某办整改台账', null, null],
    ['责任单位', '存在问题', '责任人'],
  ]);
  expect(form.sheet.rows.slice(2).map(([unit]) => unit)).toEqual(rows.map(({ unit }) => unit));
  await dialog.getByRole('button', { name: '删除模板“本办台账”' }).click();
  await dialog.getByRole('radio', { name: '本办台账' }).waitFor({ state: 'detached' });

  await dialog.getByRole('radio', { name: 'CSV' }).check();
  const csv = await exported();
  const lines = new TextDecoder('utf-8', { ignoreBOM: true }).decode(csv.bytes).split('\r\n');
  expect(lines[0]).toMatch(/^\uFEFF序号,系统编号,/);
  expect(lines).toHaveLength(rows.length + 2);
  await dialog.getByRole('radio', { name: 'GeoJSON' }).check();
  const geojson = JSON.parse(new TextDecoder().decode((await exported()).bytes)) as {
    readonly features: readonly { readonly properties: Readonly<Record<string, unknown>> }[];
  };
  expect(geojson.features.map(({ properties }) => properties['系统编号'])).toEqual(
    rows.map(({ number }) => number),
  );
  await page.keyboard.press('Escape');
  await dialog.waitFor({ state: 'detached' });
});

test('a row and a picture out of the clipboard become an issue, after a look at them', async () => {
  const [found] = await application.sql.query<{ id: number; site: string; community: string }>(
    `select s.id, s.name as site, a.name as community
       from public.sites s join public.areas a on a.id = s.area_id
      where s.name = $1`,
    [workbook.place],
  );
  const [unit] = await application.sql.query<{ id: number; name: string }>(
    `select id, name from public.units where name like '%局' order by id limit 1`,
  );
  const before = await countOf('issues');
  await enterAsOffice('/?view=ledger');
  const { page } = visitor;
  const openDialog = async () => {
    await button('更多').click();
    await button('新增一条 / 粘贴').click();
    await dialog.getByLabel('粘贴或输入').waitFor();
  };
  const dialog = page.getByRole('dialog', { name: '新增一条问题' });
  await openDialog();

  // As Excel leaves a row there: a table, and a picture of it besides.
  const cells = ['7', found!.community, found!.site, '2单元楼道堆放纸箱', unit!.name, '未整改'];
  await page.evaluate(async (values) => {
    const html = `<table><tr>${values.map((value) => `<td>${value}</td>`).join('')}</tr></table>`;
    const canvas = new OffscreenCanvas(8, 8);
    canvas.getContext('2d')!.fillRect(0, 0, 8, 8);
    const items = {
      'text/html': new Blob([html], { type: 'text/html' }),
      'text/plain': new Blob([values.join('\t')], { type: 'text/plain' }),
      'image/png': await canvas.convertToBlob(),
    };
    await navigator.clipboard.write([new ClipboardItem(items)]);
  }, cells);
  await dialog.getByLabel('粘贴或输入').focus();
  await page.keyboard.press('ControlOrMeta+V');
  await dialog.locator('.chosen strong').getByText(found!.site, { exact: true }).waitFor();
  expect(await dialog.getByLabel('问题描述').inputValue()).toBe('2单元楼道堆放纸箱');
  await visitor.until(() => dialog.getByLabel('检查项').inputValue(), '17');
  expect(await dialog.getByLabel('受理并交办给').locator('option:checked').innerText()).toBe(
    unit!.name,
  );
  expect(await dialog.locator('img').count()).toBe(0);

  // A picture alone is a photo of it.
  const pastePicture = async (color: string) => {
    await page.evaluate(async (fill) => {
      const canvas = new OffscreenCanvas(64, 48);
      const context = canvas.getContext('2d')!;
      context.fillStyle = fill;
      context.fillRect(8, 8, 40, 20);
      const picture = await canvas.convertToBlob();
      await navigator.clipboard.write([new ClipboardItem({ 'image/png': picture })]);
    }, color);
    await dialog.getByLabel('粘贴或输入').focus();
    await page.keyboard.press('ControlOrMeta+V');
    await visitor.until(() => dialog.locator('img').count(), 1);
  };
  await pastePicture('seagreen');

  // Left for later, it is still here, on this device alone.
  await page.keyboard.press('Escape');
  await dialog.waitFor({ state: 'detached' });
  expect(await countOf('issues')).toBe(before);
  await visitor.open('/?view=ledger');
  await openDialog();
  await dialog.getByText('这是上次没有发出的草稿，只存在这台设备上。').waitFor();
  await visitor.until(() => dialog.locator('img').count(), 1);
  expect(await dialog.getByLabel('问题描述').inputValue()).toBe('2单元楼道堆放纸箱');
  await visitor.until(() => dialog.getByLabel('检查项').inputValue(), '17');
  await dialog.getByRole('button', { name: '上报', exact: true }).click();
  await dialog.waitFor({ state: 'detached' });
  await page.getByText('2单元楼道堆放纸箱').first().waitFor();
  const issues = () =>
    application.sql.query(
      `select i.site_id, i.code, i.state::text, i.lead_unit_id,
          (select count(*) from public.photos p where p.issue_id = i.id)::integer as photos
         from public.issues i where i.description = '2单元楼道堆放纸箱'`,
    );
  expect(await issues()).toEqual([
    { site_id: found!.id, code: 17, state: 'assigned', lead_unit_id: unit!.id, photos: 1 },
  ]);
  // And gone from the device.
  await openDialog();
  expect(await dialog.getByText('这是上次没有发出的草稿').count()).toBe(0);

  // Where no site stands, what was read goes along to the map, the photo too.
  await dialog.getByLabel('粘贴或输入').fill('8\t荒坡路口\t坡上私搭乱建彩钢棚\t12345');
  await dialog.getByRole('button', { name: '识别' }).click();
  await dialog.getByText('没有认出“荒坡路口”是哪个点位，请选择：').waitFor();
  await pastePicture('orange');
  await dialog.getByRole('button', { name: '不在点位上，去地图上指出' }).click();
  await dialog.waitFor({ state: 'detached' });
  const panel = page.locator('main');
  await panel.getByRole('region', { name: '位置' }).getByText('不在点位上').waitFor();
  expect(await page.locator('.map-pin').count()).toBe(1);
  expect(await panel.getByLabel('问题描述').inputValue()).toBe('坡上私搭乱建彩钢棚');
  await visitor.until(() => panel.getByLabel('检查项').inputValue(), '23');
  await visitor.until(() => panel.locator('img').count(), 1);
  const { longitude, latitude } = await visitor.camera();
  await panel.getByRole('button', { name: '上报', exact: true }).click();
  await panel.getByText('办理过程').waitFor();
  const [placed] = await application.sql.query<Record<string, unknown>>(
    `select i.site_id, i.code, i.state::text, i.source::text,
        extensions.st_distance(i.point::extensions.geography,
          extensions.st_point($1, $2, 4326)::extensions.geography) < 5 as here,
        (select count(*) from public.photos p where p.issue_id = i.id)::integer as photos
       from public.issues i where i.description = '坡上私搭乱建彩钢棚'`,
    [longitude, latitude],
  );
  expect(placed).toEqual({
    ...{ site_id: null, code: 23, state: 'reported', source: 'hotline', here: true, photos: 1 },
  });
});

test('nobody else finds the import, at its address neither', async () => {
  visitor = await Visitor.at(application, browser);
  await visitor.signInAsSample('department', '/?view=ledger');
  await visitor.page.locator('[data-issue-id]').first().waitFor();
  await button('更多').click();
  await button('导出').waitFor();
  expect(await button('导入 Excel').count()).toBe(0);
  expect(await button('新增一条 / 粘贴').count()).toBe(0);
  await visitor.open('/?view=import');
  await visitor.page.locator('main dl').first().waitFor();
  expect(await visitor.page.locator('input[type=file]').count()).toBe(0);
});
