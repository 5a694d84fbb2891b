/** The catalogue carries the two cases of many sides, without a server. */
import { loadCatalogue } from '../../../catalog/load';
import type { World } from '../../../domain/procedure/world';
import { carryCommand, carryMoves } from '../../../domain/proposal/carry';
import type { Command, Reply } from '../../../domain/proposal/commands';
import { preparedFrom } from '../../../domain/proposal/prepared';
import { type Case, isCase, NONE, type ProposalState } from '../../../domain/proposal/state';
import type { Instant } from '../../../domain/time/instant';
import { CASE_ID } from '../proposal/fixtures';
import { actorOf, answering, submitting, waiting } from './acts';

const { countries, directory, procedures } = loadCatalogue();
const FIVE = ['cn-guangxi', 'vn-cao-bang', 'vn-lang-son', 'vn-quang-ninh', 'vn-tuyen-quang'];
const MINISTRIES = ['vn-mofa:desk', 'vn-mps:desk', 'vn-mod:desk'];

/** The sections that the profile of Viet Nam names; in its second revision the one on the border has changed. */
const plan = (number: number) => ({
  number,
  hash: `revision-hash-${number}`,
  languages: ['en'],
  sections: ['friendship', 'border-management', 'trade-and-crossings', 'people-to-people', 'boundary-declaration'].map(
    (key) => ({ key, hashes: { en: key === 'border-management' ? `${key}-${number}` : key } }),
  ),
});

const worldOf = (key: string): World => {
  const procedure = procedures.findLast((p) => p.key === key);
  if (!procedure) throw new Error(`No procedure ${key}`);
  return { procedure, countries, directory };
};

/** A case of the catalogue on its way: commands of people, each with what its commit and then the workflows do. */
class Way {
  state: ProposalState = NONE;
  now: Instant = '2026-06-08T03:00:00.000Z';
  constructor(readonly world: World) {}

  get case(): Case {
    if (!isCase(this.state)) throw new Error('No case yet');
    return this.state;
  }

  carry(command: Command): this {
    const answer = carryCommand(this.state, CASE_ID, { ...command, at: this.now }, this.world, 'commit');
    if (!answer.accepted) throw new Error(`Refused: ${JSON.stringify(answer.refusal)}`);
    this.state = answer.carried.state;
    return this.drive();
  }

  /** What the workflows do now: of the case, and of each of its tracks. */
  drive(): this {
    for (let before = ''; before !== JSON.stringify(this.state); ) {
      before = JSON.stringify(this.state);
      const tracks = Object.keys(this.case.tracks).map((track) => ({ track }));
      for (const driver of ['proposal' as const, ...tracks]) {
        this.state = carryMoves(this.case, driver, this.world, this.now).state;
      }
    }
    return this;
  }

  /** Everybody who is asked now answers in turn, each as is said for the office, until nobody is asked any more. */
  answer(kinds: Readonly<Record<string, Reply['kind']>> = {}): readonly string[] {
    const offices: string[] = [];
    for (let [next] = waiting(this.case); next && this.case.outcome === null; [next] = waiting(this.case)) {
      const office = next.seat.office ?? '';
      offices.push(office);
      this.carry(answering(this.state, this.world, kinds[next.seat.key] ?? 'agree'));
    }
    return offices;
  }
}

describe('the renewal of Guangxi with four provinces', () => {
  const begun = () => {
    const world = worldOf('border-exchange-plan');
    const way = new Way(world);
    way.carry(submitting(world, 'procedure-hash', FIVE, { instrument: 'renewal', revision: plan(1) }));
    return way;
  };
  const complete = (way: Way) => {
    for (const track of Object.values(way.case.tracks)) {
      if (track.file?.status !== 'awaited') continue;
      way.carry({
        type: 'declareFile',
        at: way.now,
        actor: actorOf(way.world, 'vn-mofa-desk', 'api'),
        track: track.id,
        lacking: null,
      });
    }
  };

  test('waits in each of four houses for a complete file, and only then asks the ministries, for seven working days', () => {
    const way = begun();
    expect(way.answer()).toEqual(['cn-guangxi-fao:desk', 'cn-guangxi-fao:desk']);
    const others = Object.values(way.case.tracks).filter((t) => t.stage === 'others');
    expect(others.map((t) => [t.id, t.file?.office])).toEqual(
      FIVE.slice(1).map((province) => [`others.${province}`, 'vn-mofa:desk']),
    );
    expect(waiting(way.case)).toEqual([]);
    complete(way);
    const asked = waiting(way.case).map(({ seat }) => [seat.office, seat.due]);
    // The seventh working day after 8 June 2026 is Wednesday 17 June; it ends at 17:00 in Ha Noi.
    expect(asked).toEqual(others.flatMap(() => MINISTRIES.map((office) => [office, '2026-06-17T10:00:00.000Z'])));
  });

  test('is agreed when everybody has agreed, and then each side signs and the Vietnamese side reports', () => {
    const way = begun();
    way.answer();
    complete(way);
    expect(way.answer()).toEqual([
      ...FIVE.slice(1).flatMap(() => MINISTRIES),
      ...FIVE.map((organization) => `${organization}:desk`),
      'cn-lmc-secretariat:desk',
      'vn-mofa:desk',
    ]);
    expect(way.case).toMatchObject({ status: 'agreed', outcome: { result: 'agreed' } });
    expect(way.case.obligations.map(({ id, from }) => [id, from])).toEqual([
      ['sign:CN', null],
      ['sign:VN', null],
      ['report:VN', 'signed'],
    ]);
  });

  test('goes round again with a changed border section, of which only those who answer for it are asked', () => {
    const way = begun();
    way.answer();
    complete(way);
    way.answer({ 'vn-mps:desk': 'requestChanges' });
    expect(Object.values(way.case.tracks).filter((t) => t.returnedBy !== null)).toHaveLength(4);

    const drafters = ['cn-guangxi-desk'];
    const proposer = actorOf(way.world, 'cn-guangxi-desk', 'api');
    way.carry({ type: 'revise', at: way.now, actor: proposer, base: 1, revision: plan(2), drafters, dispositions: [] });
    const releasing = actorOf(way.world, 'cn-guangxi-fao-desk', 'api');
    way.carry({ type: 'release', at: way.now, actor: releasing, what: { kind: 'revision', number: 2 } });

    const again = waiting(way.case).map(({ ballot, seat }) => [ballot.track, seat.office]);
    const asked = ['vn-mps:desk', 'vn-mod:desk'];
    expect(again).toEqual(FIVE.slice(1).flatMap((province) => asked.map((office) => [`others.${province}`, office])));
    const carried = Object.values(way.case.ballots)
      .filter((b) => b.status === 'open')
      .flatMap((b) => b.seats.filter((s) => (s.reply?.carriedFrom ?? null) !== null).map((s) => s.key));
    expect(carried).toEqual(FIVE.slice(1).map(() => 'vn-mofa:desk'));
    expect(way.answer().slice(0, 8)).toEqual(FIVE.slice(1).flatMap(() => asked));
    expect(way.case.status).toBe('agreed');
  });

  test('takes in Hai Phong while others have answered: the ministry that answers for who takes part is asked again', () => {
    const way = begun();
    way.answer();
    complete(way);
    way.answer({ 'vn-mod:desk': 'requestChanges' });
    const { number } = way.case;
    const joining = actorOf(way.world, 'vn-hai-phong-desk', 'api');
    way.carry({ type: 'join', at: way.now, actor: joining, organization: 'vn-hai-phong', number });
    expect(way.case.participants.map((p) => p.organization)).toEqual(expect.arrayContaining(['vn-hai-phong', ...FIVE]));
    expect(way.case.tracks['others.vn-hai-phong']?.file).toMatchObject({ status: 'awaited', office: 'vn-mofa:desk' });
    // The one that wished for changes has said nothing yet on the text as it stands with six participants.
    const again = waiting(way.case).map(({ ballot, seat }) => [ballot.track, seat.office]);
    const asked = ['vn-mofa:desk', 'vn-mod:desk'];
    expect(again).toEqual(FIVE.slice(1).flatMap((province) => asked.map((office) => [`others.${province}`, office])));
    complete(way);
    expect(way.answer()).toEqual(expect.arrayContaining([...MINISTRIES, 'vn-hai-phong:desk']));
    expect(way.case.status).toBe('agreed');
  });

  test('stops in a house where a ministry objects, since it is not confirmed who decides then', () => {
    const way = begun();
    way.answer();
    complete(way);
    way.answer({ 'vn-mps:desk': 'object' });
    expect(way.case.outcome).toBeNull();
    expect(way.case.stops).toMatchObject(
      FIVE.slice(1).map((province) => ({ track: `others.${province}`, side: 'VN', reason: 'deciderUnconfirmed' })),
    );
  });
});

test('a project of Yunnan finds three partners: nobody is outvoted, and a memorandum is prepared with each', () => {
  const world = worldOf('list-project');
  const way = new Way(world);
  const sides = ['KH', 'CN', 'LA', 'MM', 'TH', 'VN'];
  way.carry(submitting(world, 'procedure-hash', ['cn-yunnan'], { sides }));
  const offices = way.answer({
    'position:TH': 'agreeWithStatement',
    'position:VN': 'takeNote',
    'position:MM': 'doesNotTakePart',
  });
  expect(offices.slice(0, 3)).toEqual(['cn-yunnan-fao:desk', 'cn-yunnan-fao:desk', 'cn-yunnan:desk']);
  expect(way.case.outcome).toMatchObject({ result: 'agreed', takesPart: ['KH', 'CN', 'LA', 'TH'] });
  expect(preparedFrom(way.case, world.procedure)).toMatchObject(
    ['KH', 'LA', 'TH'].map((partner) => ({ instrument: 'memorandum-of-understanding', partner })),
  );
});
