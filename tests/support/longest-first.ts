import { BaseSequencer, type TestSpecification } from 'vitest/node';

/**
 * What takes longest of `npm test`, longest first, by processor time; files of one part are compared alone.
 * Vitest itself knows how long a file took in an earlier run, which a clean clone has not seen, and its size,
 * which says little here. What is begun last is what one worker ends with while the other has nothing left.
 */
const LONGEST = [
  // By the name of its project it would come after all others.
  'tests/contract/pgtap.test.ts',
  'tests/contract/kill.test.ts',
  'tests/contract/grants.test.ts',
  'tests/contract/server.test.ts',
  // Waits for no page to be built and no city to be made.
  'tests/e2e/map-harness.test.ts',
  'tests/e2e/every-view.test.ts',
  'tests/e2e/leadership.test.ts',
  'tests/e2e/patrol.test.ts',
  'tests/e2e/import.test.ts',
  'tests/e2e/patrol-plan.test.ts',
  'tests/e2e/roles.test.ts',
  'tests/e2e/inspect.test.ts',
  'tests/e2e/staff.test.ts',
];

/** The files named above first, the rest as Vitest has them. */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const place = ({ moduleId }: TestSpecification) => {
      const at = LONGEST.findIndex((path) => moduleId.endsWith(`/${path}`));
      return at < 0 ? LONGEST.length : at;
    };
    return (await super.sort(files)).sort((left, right) => place(left) - place(right));
  }
}
