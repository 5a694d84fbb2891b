import type { Procedure } from '../procedure/schema';
import { boundBy } from './obligations';
import type { Case } from './state';

/**
 * A proposal that an opt-in makes possible, between the proposing side and one partner: the body of a submission but
 * for its texts, which the shell takes from the named revision.
 */
export type Prepared = Readonly<{
  instrument: string;
  participants: readonly string[];
  /** The proposing side and the partner, in the neutral order. */
  sides: readonly string[];
  partner: string;
  areas: readonly string[];
  neededBy: string | null;
  /** Whose title, summary, sections and data are taken over: a revision of the case by its hash. */
  basedOn: Readonly<{ proposal: string; number: string; revision: string }>;
}>;

/** One prepared proposal for each partner of an agreed opt-in; none before that, or where nothing is prepared. Pure. */
export function preparedFrom(state: Case, { prepares }: Procedure): readonly Prepared[] {
  if (!prepares || state.outcome?.result !== 'agreed' || state.outcome.takesPart === null) return [];
  const { id, number, proposing, areas, neededBy, revision } = state;
  const participants = state.participants.filter((p) => p.side === proposing).map((p) => p.organization);
  return boundBy(state)
    .filter((side) => side !== proposing)
    .map((partner) => ({
      instrument: prepares.instrument,
      participants,
      sides: state.sides.filter((side) => side === proposing || side === partner),
      partner,
      areas,
      neededBy,
      basedOn: { proposal: id, number, revision: revision.hash },
    }));
}
