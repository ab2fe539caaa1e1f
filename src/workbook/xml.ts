import { SaxesParser } from 'saxes';
import { broken } from './archive.ts';

/** Attributes by local name, of `r:id` and `xdr:row` the part after the colon. */
export type Attributes = Readonly<Record<string, string>>;

export interface XmlHandler {
  /** @param name without its prefix: programs differ in theirs */
  open?(name: string, attributes: Attributes): void;
  close?(name: string): void;
  text?(text: string): void;
}

const CHUNK = 64 * 1024;

/**
 * Reads a part of a workbook as a stream of events. Entities that the part defines itself are not
 * expanded.
 *
 * @throws Refusal when it is no well-formed XML
 */
export function readXml(text: string, file: string, handler: XmlHandler): void {
  const parser = new SaxesParser({ position: false });
  let failed: Error | undefined;
  parser.on('error', (error) => {
    failed ??= error;
  });
  parser.on('opentag', ({ name, attributes }) => {
    handler.open?.(localName(name), localAttributes(attributes as Record<string, string>));
  });
  parser.on('closetag', ({ name }) => handler.close?.(localName(name)));
  if (handler.text !== undefined) {
    const { text: onText } = handler;
    parser.on('text', (part) => onText.call(handler, part));
    parser.on('cdata', (part) => onText.call(handler, part));
  }
  for (let at = 0; at < text.length && failed === undefined; at += CHUNK) {
    parser.write(text.slice(at, at + CHUNK));
  }
  if (failed === undefined) parser.close();
  if (failed !== undefined) throw broken(file, 'XML');
}

function localName(name: string): string {
  return name.slice(name.indexOf(':') + 1);
}

function localAttributes(attributes: Record<string, string>): Attributes {
  const local: Record<string, string> = {};
  for (const name in attributes) local[localName(name)] = attributes[name] ?? '';
  return local;
}
