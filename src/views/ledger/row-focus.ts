import type { Attachment } from 'svelte/attachments';

/**
 * Takes the focus as soon as the row can: the list keeps a new one invisible until it has measured it,
 * and what is invisible takes no focus.
 */
export function takeFocus(taken: () => void): Attachment<HTMLElement> {
  return (row) => {
    let frame = 0;
    const take = () => {
      row.focus({ preventScroll: true });
      if (document.activeElement === row) taken();
      else frame = requestAnimationFrame(take);
    };
    take();
    return () => cancelAnimationFrame(frame);
  };
}
