import type { WriteStream } from 'node:tty';
import type { Phase } from './preparation.ts';

export type ReportedPhase = Phase | 'build';

const titles: Record<ReportedPhase, string> = {
  database: '打开数据库 / opening the database',
  schema: '建立表结构 / preparing the schema',
  sample: '载入示例城市 / loading the sample city',
  build: '构建应用 / building the app',
};

const barWidth = 24;

/**
 * Tells progress on a stream: a bar on a terminal, otherwise one plain line for the beginning and
 * one for the end of each phase, with its time. Phases may overlap (the app is built while the
 * database is prepared); the bar shows the one that moved last.
 */
export class ProgressReport {
  readonly #began = new Map<ReportedPhase, number>();
  readonly #ended = new Set<ReportedPhase>();
  #barShown = false;

  constructor(private readonly stream: WriteStream) {}

  /** @param fraction 0 to 1; phases that take under 0.3 s are not mentioned on a plain stream */
  report(phase: ReportedPhase, fraction: number): void {
    if (this.#ended.has(phase)) return;
    const began = this.#began.get(phase);
    if (began === undefined) this.#began.set(phase, performance.now());
    if (fraction >= 1) {
      this.#ended.add(phase);
      const seconds = (performance.now() - (began ?? performance.now())) / 1000;
      this.line(`${titles[phase]} … ${seconds.toFixed(1)} s`);
    } else if (this.stream.isTTY) {
      this.#drawBar(phase, fraction);
    } else if (began === undefined) {
      this.line(`${titles[phase]} …`);
    }
  }

  /** A line of its own, past the bar. */
  line(text: string): void {
    this.#clearBar();
    this.stream.write(`${text}\n`);
  }

  #drawBar(phase: ReportedPhase, fraction: number): void {
    const filled = Math.round(fraction * barWidth);
    const bar = '█'.repeat(filled) + '░'.repeat(barWidth - filled);
    this.#clearBar();
    this.stream.write(`${bar} ${Math.floor(fraction * 100)} % ${titles[phase]}`);
    this.#barShown = true;
  }

  #clearBar(): void {
    if (this.#barShown) this.stream.write('\r\u001b[2K');
    this.#barShown = false;
  }
}
