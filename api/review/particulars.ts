/** What a case says beside its texts: areas, the date it is needed by, and the data of its form. */
import { quote } from './content';
import type { Reading } from './situation';
import type { Particulars } from './view';

type Read = Pick<Reading, 'state' | 'content' | 'snapshot' | 'language'>;

/** All that the revision's hash covers beside the texts, so that nothing is decided on unseen. Pure. */
export function particularsOf({ state, content, snapshot, language }: Read): Particulars {
  const names = new Map(snapshot.areas.map((area) => [area.code, area.names]));
  return {
    areas: state.areas.map((code) => quote(names.get(code) ?? { en: code }, language)),
    neededBy: state.neededBy,
    data: Object.entries(content.data).flatMap(([key, value]) => factsOf(key, value)),
  };
}

/** One line for each value, however deep it stands; the name is the way to it. Pure. */
function factsOf(name: string, value: unknown): Particulars['data'] {
  if (typeof value !== 'object' || value === null) return [{ name, value: String(value) }];
  const inner = Object.entries(value);
  if (inner.length === 0) return [{ name, value: '' }];
  return inner.flatMap(([key, each]) => factsOf(`${name} / ${key}`, each));
}
