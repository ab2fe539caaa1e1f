import type { Attachment } from 'svelte/attachments';

const REACHABLE =
  'a[href], button:not(:disabled), input:not(:disabled), select:not(:disabled), textarea:not(:disabled), [tabindex]:not([tabindex="-1"])';

/**
 * Makes what scrolls a stop of the Tab key, as long as nothing in it is one: else nobody could read its
 * end without a mouse (WCAG 2.1.1).
 */
export const scrolledByKeyboard: Attachment<HTMLElement> = (element) => {
  const judge = (): void => {
    const isOverfull = element.scrollHeight > element.clientHeight;
    if (isOverfull && element.querySelector(REACHABLE) === null) element.tabIndex = 0;
    else element.removeAttribute('tabindex');
  };
  const sizes = new ResizeObserver(judge);
  const contents = new MutationObserver(judge);
  sizes.observe(element);
  contents.observe(element, { childList: true, subtree: true, characterData: true });
  judge();
  return () => {
    sizes.disconnect();
    contents.disconnect();
  };
};
