import { untrack } from 'svelte';

/** Acts whenever what is read changes; what the action itself reads is no reason to act again. */
export function follow<Value>(read: () => Value, act: (value: Value) => void): void {
  $effect(() => {
    const value = read();
    untrack(() => act(value));
  });
}
