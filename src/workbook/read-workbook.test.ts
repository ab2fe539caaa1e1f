import { strToU8, zipSync, type Zippable } from 'fflate';
import { describe, expect, test } from 'vitest';
import writeXlsxFile from 'write-excel-file/node';
import { Refusal } from '../domain/refusal.ts';
import { openWorkbook } from './read-workbook.ts';

const PNG = Uint8Array.from(
  Buffer.from(
    'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR4nGNgYGBgAAAABQABh6FO1AAAAABJRU5ErkJggg==',
    'base64',
  ),
);
const RELATIONS = 'http://schemas.openxmlformats.org/package/2006/relationships';

/** A workbook written by hand, for what the writer cannot make. */
function workbook(
  sheetXml: string,
  more: Record<string, string | Uint8Array> = {},
  date1904 = false,
): Uint8Array {
  const files: Record<string, string | Uint8Array> = {
    'xl/workbook.xml': `<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="r"><workbookPr date1904="${date1904 ? 1 : 0}"/><sheets><sheet name="台账" sheetId="1" r:id="rId1"/></sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': `<Relationships xmlns="${RELATIONS}"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>`,
    'xl/worksheets/sheet1.xml': `<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="r">${sheetXml}</worksheet>`,
    ...more,
  };
  const parts: Zippable = {};
  for (const [path, content] of Object.entries(files)) {
    parts[path] = typeof content === 'string' ? strToU8(content) : content;
  }
  return zipSync(parts);
}
const text = (address: string, value: string) =>
  `<c r="${address}" t="inlineStr"><is><t>${value}</t></is></c>`;
const row = (number: number, ...cells: string[]) => `<row r="${number}">${cells.join('')}</row>`;

const read = async (bytes: Uint8Array, name = 'a.xlsx') => {
  const book = openWorkbook(bytes, name);
  return book.read(book.sheetNames[0] ?? '');
};
const complaint = async (bytes: Uint8Array, name = 'a.xlsx') => {
  try {
    await read(bytes, name);
  } catch (error) {
    if (error instanceof Refusal) return error.zh;
    throw error;
  }
  return 'taken';
};

describe('a workbook', () => {
  test('values, dates and merged ranges as another writer wrote them', async () => {
    const day = new Date('2023-04-26T00:00:00Z');
    const bytes = await writeXlsxFile(
      [
        [{ value: '台账', columnSpan: 3 }, null, null],
        [{ value: '问题' }, { value: '日期' }, { value: '数' }],
        [{ value: '烟蒂' }, { value: day, type: Date, format: 'yyyy-mm-dd' }, { value: 3 }],
      ],
      { sheet: '台账' },
    ).toBuffer();
    const { sheet } = await read(new Uint8Array(bytes));
    expect(sheet).toEqual({
      name: '台账',
      rows: [
        ['台账', null, null],
        ['问题', '日期', '数'],
        ['烟蒂', day, 3],
      ],
      merges: [{ top: 0, left: 0, bottom: 0, right: 2 }],
      epoch1904: false,
      pictures: [],
    });
  });

  test('takes the last value of a formula and never computes one', async () => {
    const { sheet } = await read(
      workbook(
        `<sheetData>${row(1, '<c r="A1"><f>1+1</f><v>7</v></c>', '<c r="B1" t="str"><f>HYPERLINK("http://x")</f></c>')}</sheetData>`,
      ),
    );
    expect(sheet.rows).toEqual([[7]]);
  });

  test('says that it counts from 1904', async () => {
    const { sheet } = await read(
      workbook(`<sheetData>${row(1, '<c r="A1"><v>43580</v></c>')}</sheetData>`, {}, true),
    );
    expect(sheet.epoch1904).toBe(true);
    expect(sheet.rows).toEqual([[43580]]);
  });

  test('pictures of a drawing and of WPS cells', async () => {
    const relation = (id: string, target: string) =>
      `<Relationships xmlns="${RELATIONS}"><Relationship Id="${id}" Type="t" Target="${target}"/></Relationships>`;
    const bytes = workbook(
      `<sheetData>${row(1, text('A1', '问题'))}${row(2, text('A2', '烟蒂'), '<c r="C2" t="str"><f>_xlfn.DISPIMG("ID_AB12",1)</f><v>=DISPIMG("ID_AB12",1)</v></c>')}</sheetData><drawing r:id="rId9"/>`,
      {
        'xl/worksheets/_rels/sheet1.xml.rels': relation('rId9', '../drawings/drawing1.xml'),
        'xl/drawings/drawing1.xml':
          '<xdr:wsDr xmlns:xdr="x" xmlns:a="a" xmlns:r="r"><xdr:twoCellAnchor><xdr:from><xdr:col>3</xdr:col><xdr:colOff>0</xdr:colOff><xdr:row>1</xdr:row><xdr:rowOff>12700</xdr:rowOff></xdr:from><xdr:to><xdr:col>4</xdr:col><xdr:row>2</xdr:row></xdr:to><xdr:pic><xdr:blipFill><a:blip r:embed="rId1"/></xdr:blipFill></xdr:pic></xdr:twoCellAnchor></xdr:wsDr>',
        'xl/drawings/_rels/drawing1.xml.rels': relation('rId1', '../media/image1.png'),
        'xl/cellimages.xml':
          '<etc:cellImages xmlns:etc="e" xmlns:xdr="x" xmlns:a="a" xmlns:r="r"><etc:cellImage><xdr:pic><xdr:nvPicPr><xdr:cNvPr id="1" name="ID_AB12"/></xdr:nvPicPr><xdr:blipFill><a:blip r:embed="rId1"/></xdr:blipFill></xdr:pic></etc:cellImage></etc:cellImages>',
        'xl/_rels/cellimages.xml.rels': relation('rId1', 'media/image2.jpeg'),
        'xl/media/image1.png': PNG,
        // Says it is a JPEG and is a PNG.
        'xl/media/image2.jpeg': PNG,
      },
    );
    const { sheet, picturesLeftOut } = await read(bytes);
    expect(sheet.pictures).toEqual([
      { row: 1, column: 3, mime: 'image/png', bytes: PNG },
      { row: 1, column: 2, mime: 'image/png', bytes: PNG },
    ]);
    expect(picturesLeftOut).toBe(0);
  });

  test('refuses what is too long before reading a value', async () => {
    const sheet = (last: number) =>
      workbook(
        `<sheetData>${row(1, text('A1', '问题'))}${row(last, text(`A${last}`, '烟蒂'))}</sheetData>`,
      );
    expect(await complaint(sheet(50_000))).toBe('taken');
    expect(await complaint(sheet(50_001))).toBe(
      'a.xlsx 的工作表“台账”有 50001 行或更多（含空行），最多 50000 行；请删去末尾的空行或分成几个文件',
    );
    const wide = workbook(`<sheetData>${row(1, text('XFD1', '问题'))}</sheetData>`);
    expect(await complaint(wide)).toBe('a.xlsx 的工作表“台账”用到单元格 XFD1，最多 256 列');
  });

  test('a sheet whose name is written with entities', async () => {
    const bytes = workbook(`<sheetData>${row(1, text('A1', '问题'))}</sheetData>`, {
      'xl/workbook.xml':
        '<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="r"><sheets><sheet name="小区&amp;街&#x5DF7;" sheetId="1" r:id="rId1"/></sheets></workbook>',
    });
    const { sheet } = await read(bytes);
    expect(sheet.name).toBe('小区&街巷');
    expect(sheet.rows).toEqual([['问题']]);
  });

  test('refuses a zip bomb by its directory', async () => {
    const bomb = workbook('<sheetData/>', {
      'xl/worksheets/sheet2.xml': new Uint8Array(40 * 1024 * 1024),
    });
    expect(bomb.length).toBeLessThan(100_000);
    expect(await complaint(bomb)).toMatch(
      /^a\.xlsx 解压后过大（xl\/worksheets\/sheet2\.xml 1:\d+），可能是压缩炸弹，未打开$/,
    );
  });

  test.each([
    [
      'cut off',
      (bytes: Uint8Array) => bytes.slice(0, bytes.length >> 1),
      /^a\.xlsx 已损坏或不完整/,
    ],
    ['only its beginning', (bytes: Uint8Array) => bytes.slice(0, 4), /^a\.xlsx 已损坏或不完整/],
    [
      'a document of Word',
      () => zipSync({ 'word/document.xml': strToU8('<a/>') }),
      /^a\.xlsx 不是 Excel 工作簿/,
    ],
    [
      'an old .xls',
      () => Uint8Array.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1]),
      /^a\.xlsx 是旧版 \.xls 或加密的工作簿/,
    ],
    ['a picture', () => PNG, /^a\.xlsx 不是表格文件/],
    ['nothing', () => new Uint8Array(), /^a\.xlsx 是空文件/],
    [
      'XML that breaks off',
      () => workbook('<sheetData><row r="1"><c r="A1">'.padEnd(90)),
      /^a\.xlsx 已损坏或不完整/,
    ],
  ] as const)('refuses %s', async (_, make, message) => {
    expect(await complaint(make(workbook('<sheetData/>')))).toMatch(message);
  });
});

describe('a CSV file', () => {
  // 问题,点位 in GB 18030.
  const gbk = Uint8Array.from([0xce, 0xca, 0xcc, 0xe2, 0x2c, 0xb5, 0xe3, 0xce, 0xbb]);

  test.each([
    ['UTF-8', new TextEncoder().encode('问题,点位')],
    ['UTF-8 with a mark', new TextEncoder().encode('\uFEFF问题,点位')],
    ['GBK', gbk],
    ['tabs', new TextEncoder().encode('问题\t点位\n烟蒂\t甲院\n')],
  ])('%s', async (_, bytes) => {
    const { sheet } = await read(bytes, '台账.csv');
    expect(sheet.name).toBe('台账');
    expect(sheet.rows[0]).toEqual(['问题', '点位']);
  });

  test('with a title above', async () => {
    const { sheet } = await read(
      new TextEncoder().encode('台账\n问题,点位\n烟蒂,甲院\n,乙院'),
      'a.csv',
    );
    expect(sheet.rows).toEqual([['台账'], ['问题', '点位'], ['烟蒂', '甲院'], [null, '乙院']]);
  });

  test('is refused when it is too long', async () => {
    expect(await complaint(new TextEncoder().encode('a,b\n'.repeat(50_001)), 'a.csv')).toMatch(
      /^a\.csv 的工作表“a”有 50001 行/,
    );
  });

  test('of no known encoding is refused', async () => {
    expect(await complaint(Uint8Array.from([0x61, 0xff, 0xff, 0x2c]), 'a.csv')).toBe(
      'a.csv 的编码无法识别，请另存为 UTF-8 或 GBK',
    );
  });
});
