import type { MemberRole } from '../domain/members/who-am-i.ts';
import type { ViewId } from './address.ts';
import type { Selection } from './selection.ts';

/**
 * Where each role begins: leaders look at the city, patrols at their zones, whoever has issues to deal
 * with at those, the others at sites.
 */
const OPENING_VIEWS: Readonly<Record<MemberRole, ViewId>> = {
  leader: 'overview',
  office: 'ledger',
  patrol: 'patrol',
  department: 'ledger',
  community: 'ledger',
  sponsor: 'ledger',
  assessor: 'sites',
  owner: 'sites',
};

/** The view of an address that names none. */
export function openingView(role: MemberRole, selection: Selection | null): ViewId {
  if (selection?.kind === 'issue') return 'ledger';
  const view = OPENING_VIEWS[role];
  // Beside the ledger a place would only be a filter; a link to it means the place itself.
  return view === 'ledger' && selection ? 'sites' : view;
}
