/**
 * A case of several participants on the asked side, each with a house of its own: side AA proposes, of BB two
 * provinces take part and a third may join. The ministry answers for the section on the border.
 */
import type { Directory } from '../../../domain/directory/directory';
import type { Procedure, Profile } from '../../../domain/procedure/schema';
import type { World } from '../../../domain/procedure/world';
import type { Revise } from '../../../domain/proposal/commands';
import type { ProposalState } from '../../../domain/proposal/state';
import { actorOf, asCase, DRAFTER, deepFreeze, directory, procedure, submission, T0, world } from './fixtures';
import { Play } from './spec';

const PROVINCES = ['bb-east', 'bb-west'] as const;

const office = (id: string, parent: string | null, roles: readonly string[]) => ({
  id,
  country: 'BB',
  level: parent === null && roles.includes('ministry') ? 'national' : 'province',
  parent,
  roles,
  names: { en: id },
});

const added = [
  ...PROVINCES.flatMap((p) => [office(p, null, ['governor']), office(`${p}-committee`, p, ['committee'])]),
  office('bb-ministry', null, ['ministry']),
];

const seat = (id: string) => ({
  id: `${id}:desk`,
  organization: id,
  function: 'desk',
  channels: ['mail', 'api'] as const,
  holders: [{ person: `${id}-person-1`, kind: 'principal' as const, from: '2026-01-01', until: null }],
});

const person = (id: string) => ({
  id: `${id}-person-1`,
  organization: id,
  name: `Officer, ${id}`,
  email: `officer@${id}.example`,
  language: 'en',
  zone: 'Asia/Bangkok',
});

const byId = <T extends { id: string }>(items: readonly T[]) => Object.fromEntries(items.map((i) => [i.id, i]));

const manyDirectory: Directory = {
  organizations: { ...directory.organizations, ...byId(added) },
  people: { ...directory.people, ...byId(added.map((o) => person(o.id))) },
  seats: { ...directory.seats, ...byId(added.map((o) => seat(o.id))) },
};

const step = (
  key: string,
  seats: Profile['steps'][number] extends infer S ? (S extends { seats: infer T } ? T : never) : never,
) => ({
  key,
  seats,
  rule: { kind: 'all' as const },
  offers: ['agree', 'object', 'requestChanges', 'reserve'] as const,
});

const bb = world.countries.BB;
if (!bb) throw new Error('The small world has lost a side');
const [first] = bb.profiles;
if (!first) throw new Error('The small world has lost a profile');

const houses: Profile = {
  ...first,
  steps: [
    {
      ...step('opinions', [{ role: 'committee' }, { role: 'ministry', sections: ['border'] }]),
      offers: [...step('x', []).offers],
    },
    { ...step('summary', [{ role: 'committee' }]), offers: [...step('x', []).offers] },
  ],
};

export const manyProcedure: Procedure = {
  ...procedure,
  key: 'border-plan',
  stages: procedure.stages.map((s) =>
    s.key === 'others' ? { ...s, tracks: { per: 'participant', of: 'others' } } : s,
  ),
  returns: { onRequestChanges: 'proposer', carry: 'unchanged-sections' },
  joins: true,
};

export const manyWorld: World = deepFreeze({
  ...world,
  procedure: manyProcedure,
  countries: { ...world.countries, BB: { ...bb, profiles: [houses] } },
  directory: manyDirectory,
});

export const TEXT = {
  number: 1,
  hash: 'text-1',
  languages: ['en'],
  sections: [
    { key: 'aim', hashes: { en: 'aim-1' } },
    { key: 'border', hashes: { en: 'border-1' } },
  ],
  frame: 'frame-1',
};

/** The text with other words in some sections. */
export const textWith = (number: number, changed: Readonly<Record<string, string>>) => ({
  ...TEXT,
  number,
  hash: `text-${number}-${Object.values(changed).join('-')}`,
  sections: TEXT.sections.map((s) => ({ ...s, hashes: { en: changed[s.key] ?? s.hashes.en } })),
});

export const who = (personId: string) => {
  const organization = manyDirectory.people[personId]?.organization ?? '';
  return { ...actorOf(personId), organization, side: manyDirectory.organizations[organization]?.country ?? '' };
};

/** The case, released, with two houses of BB asked. */
export const releasedPlay = (moves: 'commit' | 'workflow' = 'commit'): Play =>
  new Play(manyWorld, moves)
    .submit({ participants: ['aa-city', ...PROVINCES], revision: TEXT, procedure: submission().procedure })
    .reply('aa-city-fao')
    .reply('aa-province-fao')
    .reply('aa-city-fao');

export const revising = (state: ProposalState, changed: Readonly<Record<string, string>>, by = DRAFTER): Revise => {
  const { revision } = asCase(state);
  return {
    type: 'revise',
    at: T0,
    actor: who(by),
    base: revision.number,
    revision: textWith(revision.number + 1, changed),
    drafters: [by],
    dispositions: [],
  };
};
