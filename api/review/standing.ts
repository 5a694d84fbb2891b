/** What stands so far, as this reader may see it: own seats by name; of other sides the position alone. */
import type { BallotView, SeatView } from '../../domain/visibility/case-view';
import type { Quoted } from '../../locales/languages';
import { nameOf, seatName } from './head';
import type { KeptTexts } from './kept-texts';
import type { Reading } from './situation';
import type { OtherConsent, OtherSide, OwnSeat, Standing } from './view';

/** The hashes of the texts that the standing quotes. Pure. */
export const statementsIn = (ballot: BallotView): readonly string[] =>
  ballot.seats.flatMap((s) => s.reply?.statement?.hash ?? []);

/** The standing of the reader's ballot. Pure. */
export function standingOf(reading: Reading, texts: KeptTexts): Standing {
  const { ballotView, viewer } = reading;
  const { rule, seats, wouldChange } = ballotView;
  const others = seats.filter((s) => s.side !== viewer.side);
  return {
    rule: rule.kind,
    needed: rule.kind === 'nOfM' ? rule.n : null,
    own: seats.filter((s) => s.side === viewer.side).map((s) => ownSeat(reading, s)),
    others: others.filter((s) => s.electorate === 'seats').map((s) => otherSide(reading, s, texts)),
    consents: others.filter((s) => s.electorate === 'consents').map((s) => otherConsent(reading, s)),
    wouldChange: wouldChange ?? { open: 0, forNeeded: 0, againstEnds: false },
  };
}

const ownSeat = (reading: Reading, { key, office, reply }: SeatView): OwnSeat => ({
  name: seatName(reading, office),
  you: key === reading.seat.key,
  kind: reply?.kind ?? null,
  at: reply?.at ?? null,
  carriedFrom: reply?.carriedFrom ?? null,
});

function otherSide(reading: Reading, { side, reply }: SeatView, texts: KeptTexts): OtherSide {
  const awaited = reading.view.waitingFor.find((w) => w.on === 'side' && w.side === side);
  const statement: Quoted | null = reply?.statement ? texts.quote(reply.statement) : null;
  return {
    side,
    kind: reply?.kind ?? null,
    at: reply?.at ?? null,
    carriedFrom: reply?.carriedFrom ?? null,
    statement,
    awaitedSince: reply ? null : (awaited?.since ?? null),
    awaitedUntil: reply ? null : (awaited?.until ?? null),
  };
}

const otherConsent = (reading: Reading, { participant, reply }: SeatView): OtherConsent => ({
  participant: nameOf(reading, participant ?? ''),
  kind: reply?.kind ?? null,
  at: reply?.at ?? null,
  carriedFrom: reply?.carriedFrom ?? null,
});
