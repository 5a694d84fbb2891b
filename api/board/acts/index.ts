/** The acts of the case page, by the end of the address to which their forms go. */
import { extension, resume, suspend, unsuspend } from './clock';
import { comment } from './comment';
import { acceptance, release } from './crossing';
import { file, supply } from './file';
import type { BoardAct } from './form';
import { obligation } from './obligation';

/** In the order in which the page shows them: what waits for somebody first. */
export const ACTS = {
  file,
  supply,
  release,
  acceptance,
  extension,
  obligation,
  resume,
  unsuspend,
  suspend,
  comment,
} as const satisfies Record<string, BoardAct>;

export type ActName = keyof typeof ACTS;
export const ACT_NAMES = Object.keys(ACTS) as readonly ActName[];
export const isActName = (name: string): name is ActName => (ACT_NAMES as readonly string[]).includes(name);
