/** Nothing of a house appears in what another side reads, whatever is done and in whatever order. */
import fc from 'fast-check';
import type { Carried } from '../../../domain/proposal/carry';
import { isCase, type ProposalState } from '../../../domain/proposal/state';
import { caseDetails } from '../../../domain/visibility/case-details';
import { ballotViews, caseView } from '../../../domain/visibility/case-view';
import { chainsOf, type Viewer } from '../../../domain/visibility/visible-to';
import { who } from '../proposal/many-sides';
import { acts } from '../proposal/random-play';
import { seeded } from '../seeded';
import { FILE, InkedPlay, inkedWorld } from './inked-play';

const viewer = (person: string): Viewer => {
  const { organization, side } = who(person);
  return { person, organization, side };
};
const READERS = ['aa-city-person-1', 'aa-unit-person-1', 'bb-unit-person-1', 'bb-east-person-1'].map(viewer);

/** Offices, people and inner words of a side; its participants and its unit are no secret. */
const SECRETS: Readonly<Record<string, RegExp>> = {
  AA: /aa-[a-z-]+:desk|aa-[a-z-]+-person|aa-city-drafter|aa-city-fao|aa-province|aa-national|ink-AA/,
  BB: /bb-[a-z-]+:desk|bb-[a-z-]+-person|bb-interior|bb-(east-|west-)?committee|bb-ministry|ink-BB/,
};
const otherSide = (side: string): string => (side === 'AA' ? 'BB' : 'AA');

const readingOf = (state: ProposalState, reader: Viewer) =>
  isCase(state) && {
    view: caseView(state, inkedWorld.procedure, reader),
    details: caseDetails(state, reader),
    ballots: ballotViews(state, reader),
  };

/** Events of the chains that a reader may read; what a commit writes before the release is nobody else's. */
const eventsFor = ({ state, events }: Carried, reader: Viewer) => {
  const chains = chainsOf(reader, state);
  return events.filter((e) => chains.includes(e.chain));
};

function nothingCrosses(carried: Carried): void {
  for (const reader of READERS) {
    const told = JSON.stringify([
      readingOf(carried.state, reader),
      eventsFor(carried, reader),
      carried.effects.filter((e) => e.side === reader.side),
    ]);
    expect(SECRETS[otherSide(reader.side)]?.exec(told)?.[0] ?? null).toBeNull();
    const isKeptInside = carried.state.revision.attachments?.some((a) => a.audience === 'inside') ?? false;
    if (reader.side === 'BB' && isKeptInside) expect(told).not.toContain(FILE);
  }
}

/** What settles a house, or takes it into a new round, is seen by the others: it is awaited, or not any more. */
const SHOWN_OUTSIDE = ['TrackSettled', 'TrackRenewed'];

function innerActsShowNothing(before: ProposalState, { state, events }: Carried): void {
  for (const reader of READERS) {
    const isInner = events.every((e) => e.chain === otherSide(reader.side) && !SHOWN_OUTSIDE.includes(e.type));
    if (isInner && isCase(before)) expect(readingOf(state, reader)).toEqual(readingOf(before, reader));
  }
}

seeded(
  'nothing of a house appears in what another side reads, is told or is written',
  acts,
  (script) => {
    new InkedPlay((before, carried) => {
      nothingCrosses(carried);
      innerActsShowNothing(before, carried);
    }).play(script);
  },
  25,
);

// The property above says nothing of what no play reaches.
it('reaches comments, files and wishes that cross, offers, holds and signatures', () => {
  const reached = new Set<string>();
  const readings: string[] = [];
  fc.assert(
    fc.property(acts, (script) => {
      const play = new InkedPlay((_before, { events }) => {
        for (const { type } of events) reached.add(type);
      }).play(script);
      readings.push(JSON.stringify(READERS.map((reader) => readingOf(play.state, reader))));
    }),
    { numRuns: 50, seed: 7 },
  );
  const wanted = ['CommentReleased', 'AttachmentReleased', 'Returned', 'RevisionReleased', 'Unpaused', 'TookEffect'];
  expect([...reached]).toEqual(expect.arrayContaining([...wanted, 'FellDue', 'ExtensionAsked', 'Joined', 'Left']));
  // The ink is there to be found: each house reads its own.
  expect(readings.some((r) => r.includes('ink-AA'))).toBe(true);
  expect(readings.some((r) => r.includes('ink-BB'))).toBe(true);
});
