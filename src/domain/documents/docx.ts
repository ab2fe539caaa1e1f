import { strToU8, zipSync } from 'fflate';
import type { OfficialDocument } from './issue-document.ts';

/**
 * An official document as a DOCX file (WordprocessingML, ECMA-376 part 1): A4, margins, fonts and sizes
 * after GB/T 9704 as far as a table allows it, page x of y in the footer. Five small parts written
 * here: the page's budget of JavaScript has no room for a library of the whole format.
 */
export function docxOf(document: OfficialDocument): Uint8Array<ArrayBuffer> {
  const parts: Readonly<Record<string, string>> = {
    '[Content_Types].xml': CONTENT_TYPES,
    '_rels/.rels': PACKAGE_RELATIONS,
    'word/_rels/document.xml.rels': DOCUMENT_RELATIONS,
    'word/document.xml': body(document),
    'word/footer1.xml': footer(document),
  };
  const files = Object.entries(parts).map(([path, xml]) => [path, strToU8(DECLARATION + xml)]);
  return zipSync(
    Object.fromEntries(files) as Record<string, Uint8Array>,
  ) as Uint8Array<ArrayBuffer>;
}

export const DOCX_TYPE = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document';

const DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"';
const RELATIONS = 'http://schemas.openxmlformats.org/package/2006/relationships';
const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const CONTENT_TYPES = [
  '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">',
  '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>',
  '<Default Extension="xml" ContentType="application/xml"/>',
  `<Override PartName="/word/document.xml" ContentType="${DOCX_TYPE}.main+xml"/>`,
  '<Override PartName="/word/footer1.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.footer+xml"/>',
  '</Types>',
].join('');
const PACKAGE_RELATIONS = `<Relationships xmlns="${RELATIONS}"><Relationship Id="rId1" Type="${OFFICE}/officeDocument" Target="word/document.xml"/></Relationships>`;
const DOCUMENT_RELATIONS = `<Relationships xmlns="${RELATIONS}"><Relationship Id="rId1" Type="${OFFICE}/footer" Target="footer1.xml"/></Relationships>`;

/** Half points: 二号 for the title, 三号 for the text, 四号 in the table, 小四 below. */
const SIZES = { title: 44, text: 32, table: 28, small: 24 } as const;
type Size = keyof typeof SIZES;

/** Twentieths of a point. A4, with the margins of GB/T 9704: 37 mm above, 28 mm left. */
const PAGE =
  '<w:sectPr><w:footerReference xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" w:type="default" r:id="rId1"/>' +
  '<w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="2098" w:right="1474" w:bottom="1984" w:left="1587" w:header="851" w:footer="992" w:gutter="0"/></w:sectPr>';
const LABEL_WIDTH = 1700;
const VALUE_WIDTH = 7145;

function body(document: OfficialDocument): string {
  const { title, number, addressee, opening, rows, demands, signatory, signedOn, receipt } =
    document;
  return [
    `<w:document ${W}><w:body>`,
    paragraph(title, 'title', { align: 'center', bold: true, font: '黑体' }),
    paragraph(number, 'text', { align: 'center' }),
    paragraph(`${addressee}：`, 'text'),
    paragraph(opening, 'text', { indent: true }),
    table(rows),
    ...demands.map((demand) => paragraph(demand, 'text', { indent: true })),
    paragraph(signatory, 'text', { align: 'right' }),
    paragraph(signedOn, 'text', { align: 'right' }),
    ...receipt.map((line) => paragraph(line, 'small')),
    PAGE,
    '</w:body></w:document>',
  ].join('');
}

function table(rows: OfficialDocument['rows']): string {
  const edges = ['top', 'left', 'bottom', 'right', 'insideH', 'insideV']
    .map((edge) => `<w:${edge} w:val="single" w:sz="4" w:space="0" w:color="000000"/>`)
    .join('');
  const cell = (width: number, text: string, bold: boolean) =>
    `<w:tc><w:tcPr><w:tcW w:w="${width}" w:type="dxa"/></w:tcPr>${paragraph(text, 'table', { bold })}</w:tc>`;
  return [
    `<w:tbl><w:tblPr><w:tblW w:w="${LABEL_WIDTH + VALUE_WIDTH}" w:type="dxa"/><w:tblBorders>${edges}</w:tblBorders></w:tblPr>`,
    `<w:tblGrid><w:gridCol w:w="${LABEL_WIDTH}"/><w:gridCol w:w="${VALUE_WIDTH}"/></w:tblGrid>`,
    ...rows.map(
      ([label, value]) =>
        `<w:tr>${cell(LABEL_WIDTH, label, true)}${cell(VALUE_WIDTH, value, false)}</w:tr>`,
    ),
    '</w:tbl>',
  ].join('');
}

function footer({ footer: text }: OfficialDocument): string {
  const field = (name: string) =>
    `<w:fldSimple w:instr="${name}">${run('1', 'small')}</w:fldSimple>`;
  return [
    `<w:ftr ${W}><w:p><w:pPr><w:jc w:val="center"/></w:pPr>`,
    run(`${text}\u3000第 `, 'small'),
    field('PAGE'),
    run(' 页 共 ', 'small'),
    field('NUMPAGES'),
    run(' 页', 'small'),
    '</w:p></w:ftr>',
  ].join('');
}

interface Manner {
  readonly align?: 'center' | 'right';
  readonly bold?: boolean;
  readonly indent?: boolean;
  readonly font?: string;
}

function paragraph(text: string, size: Size, manner: Manner = {}): string {
  const { align, indent } = manner;
  const properties = [
    // Two characters, as Chinese paragraphs begin; in twentieths of a point for who knows no characters.
    indent ? `<w:ind w:firstLineChars="200" w:firstLine="${2 * 10 * SIZES[size]}"/>` : '',
    align ? `<w:jc w:val="${align}"/>` : '',
  ].join('');
  const lines = text.split(/\r?\n/).map((line) => run(line, size, manner));
  return `<w:p><w:pPr>${properties}</w:pPr>${lines.join('<w:r><w:br/></w:r>')}</w:p>`;
}

function run(text: string, size: Size, { bold = false, font = '仿宋' }: Manner = {}): string {
  const fonts = `<w:rFonts w:ascii="${font}" w:hAnsi="${font}" w:eastAsia="${font}"/>`;
  const points = `<w:sz w:val="${SIZES[size]}"/><w:szCs w:val="${SIZES[size]}"/>`;
  return `<w:r><w:rPr>${fonts}${bold ? '<w:b/>' : ''}${points}</w:rPr><w:t xml:space="preserve">${escaped(text)}</w:t></w:r>`;
}

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };

/** XML 1.0 has no way to write control characters: they are left out. */
function escaped(text: string): string {
  return (
    text
      // eslint-disable-next-line no-control-regex -- they are what is looked for
      .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '')
      .replace(/[&<>]/g, (sign) => ENTITIES[sign] ?? sign)
  );
}
