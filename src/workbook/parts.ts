import { Refusal } from '../domain/refusal.ts';
import { broken, type Archive } from './archive.ts';
import { readXml } from './xml.ts';

export interface SheetPart {
  readonly name: string;
  readonly path: string;
  readonly isHidden: boolean;
}

export interface WorkbookParts {
  readonly sheets: readonly SheetPart[];
  readonly epoch1904: boolean;
}

const WORKBOOK = 'xl/workbook.xml';

/** The sheets of a workbook in their order, and where each is in the archive. */
export function readParts(archive: Archive, file: string): WorkbookParts {
  const text = archive.readText(WORKBOOK);
  if (text === undefined) {
    throw new Refusal(
      `${file} 不是 Excel 工作簿（.xlsx），请另存为 .xlsx 或 CSV`,
      `${file} is no Excel workbook (.xlsx); save it as .xlsx or CSV.`,
    );
  }
  const targets = readRelations(archive, file, WORKBOOK);
  const found: { name: string; id: string; isHidden: boolean }[] = [];
  let epoch1904 = false;
  readXml(text, file, {
    open(name, attributes) {
      if (name === 'workbookPr') epoch1904 = ['1', 'true'].includes(attributes.date1904 ?? '');
      if (name !== 'sheet') return;
      found.push({
        name: attributes.name ?? '',
        id: attributes.id ?? '',
        isHidden: attributes.state !== undefined && attributes.state !== 'visible',
      });
    },
  });
  const sheets = found.flatMap(({ name, id, isHidden }) => {
    const path = targets.get(id);
    return path !== undefined && archive.has(path) ? [{ name, path, isHidden }] : [];
  });
  if (sheets.length === 0) throw broken(file, '没有工作表 no sheet');
  return { sheets, epoch1904 };
}

/** The targets of a part's relations by their ids, as paths in the archive. */
export function readRelations(archive: Archive, file: string, path: string): Map<string, string> {
  const slash = path.lastIndexOf('/');
  const folder = path.slice(0, slash + 1);
  const text = archive.readText(`${folder}_rels/${path.slice(slash + 1)}.rels`);
  const targets = new Map<string, string>();
  if (text === undefined) return targets;
  readXml(text, file, {
    open(name, { Id, Target, TargetMode }) {
      if (name !== 'Relationship' || Id === undefined || Target === undefined) return;
      // What is elsewhere is never fetched.
      if (TargetMode !== 'External') targets.set(Id, resolve(folder, Target));
    },
  });
  return targets;
}

function resolve(folder: string, target: string): string {
  const parts = target.startsWith('/') ? [] : folder.split('/').filter((part) => part !== '');
  for (const part of target.split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '' && part !== '.') parts.push(part);
  }
  return parts.join('/');
}
