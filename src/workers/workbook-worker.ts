import { Refusal } from '../domain/refusal.ts';
import { fillTemplate } from '../workbook/fill-template.ts';
import { OpenedFile } from '../workbook/opened-file.ts';
import { writeWorkbook } from '../workbook/write-workbook.ts';
import type { WorkbookAnswer, WorkbookQuestion } from './workbook.ts';

let opened: OpenedFile | undefined;

async function answer(question: WorkbookQuestion): Promise<unknown> {
  if (question.kind === 'write') return writeWorkbook(question.sheets);
  if (question.kind === 'fill') {
    return fillTemplate(question.template, question.name, question.columns);
  }
  if (question.kind === 'open') {
    opened = new OpenedFile(new Uint8Array(await question.file.arrayBuffer()), question.file.name);
    return opened.sheetNames;
  }
  if (opened === undefined) throw new Error('no file is open');
  switch (question.kind) {
    case 'look':
      return opened.look(question.sheet, question.list, question.remembered);
    case 'positions':
      return opened.positions(question.reading);
    case 'ledger':
      return opened.readLedger(question.reading, question.city, question.options);
    case 'sites':
      return opened.readSites(question.reading, question.options);
  }
}

self.onmessage = async ({ data }: MessageEvent<WorkbookQuestion & { readonly id: number }>) => {
  const { id } = data;
  let told: WorkbookAnswer;
  try {
    told = { id, value: await answer(data) };
  } catch (error) {
    told =
      error instanceof Refusal
        ? { id, refusal: { zh: error.zh, en: error.en } }
        : { id, fault: error instanceof Error ? error.message : String(error) };
  }
  self.postMessage(told);
};
