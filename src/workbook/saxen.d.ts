/** What `xml.ts` asks of saxen, which ships no types. Names and attributes come as written, undecoded. */
declare module 'saxen' {
  type Decode = (text: string) => string;
  interface Events {
    error: () => void;
    warn: () => void;
    openTag: (
      name: string,
      attributes: () => Readonly<Record<string, string>>,
      decode: Decode,
    ) => void;
    closeTag: (name: string) => void;
    text: (text: string, decode: Decode) => void;
    cdata: (text: string) => void;
  }
  export class Parser {
    on<Name extends keyof Events>(name: Name, handler: Events[Name]): this;
    parse(text: string): void;
  }
}
