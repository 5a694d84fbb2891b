/** What differs between two texts, by their hashes. */
import type { Revision } from './events';
import { ATTACHMENTS, FRAME } from './rounds';

/** The keys of the sections that differ, and `frame` or `attachments` where something beside them does. Pure. */
export function changedBetween(before: Revision, after: Revision): readonly string[] {
  const [old, now] = [hashesOf(before), hashesOf(after)];
  const sections = [...new Set([...old.keys(), ...now.keys()])].filter((key) => old.get(key) !== now.get(key));
  // What a house keeps inside is nothing that others answer for, or hear of.
  const files = ({ attachments = [] }: Revision) =>
    attachments
      .filter((a) => a.audience === 'released')
      .map((a) => a.sha256)
      .toSorted();
  return [
    ...sections,
    ...(before.frame === after.frame ? [] : [FRAME]),
    ...(files(before).join() === files(after).join() ? [] : [ATTACHMENTS]),
  ];
}

const hashesOf = ({ sections }: Revision): ReadonlyMap<string, string> =>
  new Map(sections.map(({ key, hashes }) => [key, Object.entries(hashes).toSorted().join(' ')]));
