import { language, words } from './language.svelte.ts';

/** The domain's `Problem` and the sign-in's, by shape: i18n knows nothing of ours. */
export type ProblemToTell =
  | { readonly kind: 'away' | 'expired' | 'forbidden' | 'wrong_password' }
  | { readonly kind: 'limited'; readonly waitSeconds: number | null }
  | { readonly kind: 'refused'; readonly zh: string; readonly en: string }
  | { readonly kind: 'fault'; readonly message: string };

/** One clear line: what, where, what is allowed. */
export function problemWords(problem: ProblemToTell): string {
  const { problems } = words();
  switch (problem.kind) {
    case 'refused':
      return language() === 'zh' ? problem.zh : problem.en;
    case 'away':
      return problems.away;
    case 'expired':
      return problems.expired;
    case 'forbidden':
      return problems.forbidden;
    case 'wrong_password':
      return problems.wrongPassword;
    case 'limited':
      return problems.limited(problem.waitSeconds);
    case 'fault':
      return problems.fault(problem.message);
  }
}
