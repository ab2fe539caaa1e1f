import { problemWords, type ProblemToTell } from './problem-words.ts';

/** State's `PhotoUpload`, by shape: i18n knows nothing of ours. */
interface UploadToTell<Stage> {
  readonly key: string;
  readonly name: string;
  readonly address: string | null;
  readonly stage: Stage;
  readonly problem: ProblemToTell | null;
  readonly prepared: unknown;
}

/** Uploads as the photo picker shows them, with their problems in words. */
export function pickedPhotos<Stage extends string>(uploads: readonly UploadToTell<Stage>[]) {
  return uploads.map(({ key, name, address, stage, problem, prepared }) => ({
    key,
    name,
    address,
    stage,
    problem: problem && problemWords(problem),
    // What could not be read cannot be tried again.
    retryable: prepared !== null,
  }));
}
