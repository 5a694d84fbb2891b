/** The catalogue carries the case for which it was made, without a server. */
import { loadCatalogue } from '../../../catalog/load';
import type { World } from '../../../domain/procedure/world';
import { carryCommand } from '../../../domain/proposal/carry';
import type { Command } from '../../../domain/proposal/commands';
import { isCase, NONE, type ProposalState } from '../../../domain/proposal/state';
import { CASE_ID } from '../proposal/fixtures';
import { answering, submitting, waiting } from './acts';

const { countries, directory, procedures } = loadCatalogue();
const HASH = 'procedure-hash';

const worldOf = (key: string, version = 2): World => {
  const procedure = procedures.find((p) => p.key === key && p.version === version);
  if (!procedure) throw new Error(`No procedure ${key}`);
  return { procedure, countries, directory };
};

function carry(state: ProposalState, command: Command, world: World): ProposalState {
  const answer = carryCommand(state, CASE_ID, command, world, 'commit');
  if (!answer.accepted) throw new Error(`Refused: ${JSON.stringify(answer.refusal)}`);
  return answer.carried.state;
}

/** Everybody agrees in turn; gives the offices in the order in which they did. */
function agreed(world: World, participants: readonly string[], instrument?: string) {
  let state = carry(NONE, submitting(world, HASH, participants, instrument ? { instrument } : {}), world);
  const offices: string[] = [];
  while (isCase(state) && state.outcome === null) {
    offices.push(waiting(state)[0]?.seat.office ?? 'nobody');
    state = carry(state, answering(state, world), world);
  }
  return { state, offices };
}

test.each([1, 2])(
  'Guangzhou proposes to Chiang Mai by version %i: both houses, the release, the joint step, agreed',
  (version) => {
    const { state, offices } = agreed(worldOf('sister-city-agreement', version), ['cn-guangzhou', 'th-chiang-mai']);
    expect(state).toMatchObject({ status: 'agreed', sides: ['CN', 'TH'] });
    expect(offices).toEqual([
      'cn-guangzhou-fao:desk',
      'cn-guangzhou:desk',
      'cn-guangzhou-npc-sc:desk',
      'cn-guangdong-fao:desk',
      'cn-cpaffc:desk',
      // The release.
      'cn-guangzhou-fao:desk',
      'th-chiang-mai-sister-city-committee:desk',
      'th-moi-fad:desk',
      // Consents of the participants, then positions of the sides.
      'cn-guangzhou:desk',
      'th-chiang-mai:desk',
      'cn-cpaffc:desk',
      'th-moi-fad:desk',
    ]);
  },
);

test('Chiang Mai proposes to Guangzhou by the same procedure', () => {
  const { state, offices } = agreed(worldOf('sister-city-agreement'), ['th-chiang-mai', 'cn-guangzhou']);
  expect(state.status).toBe('agreed');
  expect(offices.slice(0, 4)).toEqual([
    'th-chiang-mai-sister-city-committee:desk',
    'th-moi-fad:desk',
    'th-moi-fad:desk',
    'cn-guangzhou-fao:desk',
  ]);
});

test('a letter of intent is a memorandum of understanding to the Thai side', () => {
  const { state } = agreed(worldOf('friendly-exchange'), ['cn-guangzhou', 'th-chiang-mai'], 'letter-of-intent');
  expect(state).toMatchObject({
    status: 'agreed',
    calls: { CN: 'letter-of-intent', TH: 'memorandum-of-understanding' },
  });
});

test.each([
  [
    ['la-champasak', 'cn-chongqing'],
    ['la-lmc-unit', 'la-lmc-unit', 'cn-lmc-secretariat', 'cn-chongqing', 'la-champasak'],
  ],
  [
    ['kh-siem-reap', 'la-luang-prabang'],
    ['kh-nsc-mlc', 'kh-nsc-mlc', 'la-lmc-unit', 'kh-siem-reap', 'la-luang-prabang'],
  ],
  [
    ['mm-yangon', 'cn-chongqing'],
    ['mm-mlc-ncu', 'mm-mlc-ncu', 'cn-lmc-secretariat', 'cn-chongqing', 'mm-yangon'],
  ],
])('closed houses carry %p: the unit answers, the participants consent', (participants, first) => {
  const { state, offices } = agreed(worldOf('sister-city-agreement'), participants);
  expect(state.status).toBe('agreed');
  expect(offices.slice(0, 5).map((office) => office.replace(':desk', ''))).toEqual(first);
});

test('a house that is against ends its own case, of which the other side never hears', () => {
  const world = worldOf('sister-city-agreement');
  const submitted = carry(NONE, submitting(world, HASH, ['cn-guangzhou', 'th-chiang-mai']), world);
  const state = carry(submitted, answering(submitted, world, 'object'), world);
  expect(state).toMatchObject({ status: 'notAgreed', releasedAt: null });
});
