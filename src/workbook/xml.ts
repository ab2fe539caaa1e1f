import { Parser } from 'saxen';
import { broken } from './archive.ts';

/** Attributes by local name, of `r:id` and `xdr:row` the part after the colon. */
export type Attributes = Readonly<Record<string, string>>;

export interface XmlHandler {
  /** @param name without its prefix: programs differ in theirs */
  open?(name: string, attributes: Attributes): void;
  close?(name: string): void;
  text?(text: string): void;
}

/**
 * Reads a part of a workbook as a stream of events. Entities that the part defines itself are not
 * expanded.
 *
 * @throws Refusal when it is no well-formed XML
 */
export function readXml(text: string, file: string, handler: XmlHandler): void {
  const parser = new Parser();
  const refuse = () => {
    throw broken(file, 'XML');
  };
  parser.on('error', refuse);
  // What it could go on after: an attribute without quotes or given twice, text around the root.
  parser.on('warn', refuse);
  parser.on('openTag', (name, attributes, decoded) => {
    handler.open?.(localName(name), localAttributes(attributes(), decoded));
  });
  parser.on('closeTag', (name) => handler.close?.(localName(name)));
  if (handler.text !== undefined) {
    const { text: onText } = handler;
    parser.on('text', (part, decoded) => onText.call(handler, decoded(part)));
    parser.on('cdata', (part) => onText.call(handler, part));
  }
  parser.parse(text);
}

function localName(name: string): string {
  return name.slice(name.indexOf(':') + 1);
}

function localAttributes(
  attributes: Readonly<Record<string, string>>,
  decoded: (text: string) => string,
): Attributes {
  const local: Record<string, string> = {};
  for (const name in attributes) local[localName(name)] = decoded(attributes[name] ?? '');
  return local;
}
