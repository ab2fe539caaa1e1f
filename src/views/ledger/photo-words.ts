import type { IssuePhoto } from '../../domain/issues/ledger.ts';
import { formatMoment, language, words } from '../../i18n/index.ts';

/** A photo as the viewer shows it. */
export function photoWords({ id, stage, caption, takenAt, flags }: IssuePhoto) {
  const doubts = doubtsOf(flags);
  return {
    id,
    stage: words().vocabulary.photoStage[stage],
    caption: [caption, ...doubts].filter(Boolean).join(' · ') || null,
    taken: takenAt === null ? null : words().site.photoTaken(formatMoment(takenAt, language())),
  };
}

/** What speaks against a photo, in words; that it says nothing of itself does not. */
export function doubtsOf(flags: readonly string[]): string[] {
  const known: Readonly<Record<string, string>> = words().photos.flags;
  return flags.filter((flag) => flag !== 'unknown').map((flag) => known[flag] ?? flag);
}
