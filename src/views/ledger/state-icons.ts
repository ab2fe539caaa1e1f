import ArrowRight from '@lucide/svelte/icons/arrow-right';
import Ban from '@lucide/svelte/icons/ban';
import CircleCheck from '@lucide/svelte/icons/circle-check';
import CirclePause from '@lucide/svelte/icons/circle-pause';
import Flag from '@lucide/svelte/icons/flag';
import Hammer from '@lucide/svelte/icons/hammer';
import Inbox from '@lucide/svelte/icons/inbox';
import Merge from '@lucide/svelte/icons/merge';
import SearchCheck from '@lucide/svelte/icons/search-check';
import Undo2 from '@lucide/svelte/icons/undo-2';
import type { IssueState } from '../../domain/issues/vocabulary.ts';

/** Beside the word, so that a column of states is read at a glance; colour is for sites. */
export const STATE_ICONS: Readonly<Record<IssueState, typeof Flag>> = {
  reported: Flag,
  accepted: Inbox,
  rejected: Ban,
  merged: Merge,
  assigned: ArrowRight,
  in_progress: Hammer,
  returned: Undo2,
  deferred: CirclePause,
  awaiting_check: SearchCheck,
  closed: CircleCheck,
};
