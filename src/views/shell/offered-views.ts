import { VIEWS, type ViewId } from '../../state/address.ts';
import type { Workspace } from '../../state/workspace.svelte.ts';

/** Wanted in a quiet hour, not on the way: a phone has no room for their tabs. */
const BEYOND_PHONE: readonly ViewId[] = ['activities', 'report', 'settings'];

/** The views of a member's role. */
export function offeredViews({ whoAmI, editsSettings }: Workspace): readonly ViewId[] {
  const { may } = whoAmI;
  const isOffered: Readonly<Record<ViewId, boolean>> = {
    overview: may.status,
    patrol: may.zones,
    ledger: may.issues,
    sites: true,
    activities: may.status,
    report: may.issues,
    settings: editsSettings,
    // Reached from the ledger, of which it is a part.
    import: false,
  };
  return VIEWS.filter((view) => isOffered[view]);
}

/** The one that is on the screen has a tab, whichever it is. */
export function tabsOfPhone(workspace: Workspace): readonly ViewId[] {
  return offeredViews(workspace).filter(
    (view) => !BEYOND_PHONE.includes(view) || view === workspace.view,
  );
}

export function beyondPhoneTabs(workspace: Workspace): readonly ViewId[] {
  return offeredViews(workspace).filter((view) => BEYOND_PHONE.includes(view));
}
