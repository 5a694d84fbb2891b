/** Texts that change on the way, and participants that come and go. */
import type { RoundEvents } from '../../../domain/proposal/events/course';
import { ofTrack, plain, type Tellers } from './teller';

export const roundTellers: Tellers<keyof RoundEvents> = {
  RevisionOffered: ({ data }, { names }) => ({
    key: 'RevisionOffered',
    values: { office: names.organization(data.organization) },
  }),
  RevisionReleased: ({ data }, { names }) => ({
    key: data.acceptedBy.length > 0 ? 'RevisionReleased.offered' : 'RevisionReleased.made',
    values: { office: names.organization(data.organization) },
  }),
  RevisionAccepted: ({ data }, { names }) => ({
    key: 'RevisionAccepted',
    values: { office: names.organization(data.organization) },
  }),
  Returned: ({ data }, { names }) =>
    data.participant === null
      ? { key: 'Returned.side', values: { side: names.side(data.side) } }
      : { key: 'Returned.participant', values: { office: names.organization(data.participant) } },
  RoundStarted: ({ data }) => ({ key: `RoundStarted.${data.reason}`, values: {} }),
  TrackRenewed: ({ data }, teller) => ofTrack('TrackRenewed', data.track, teller),
  TracksAdded: plain('TracksAdded'),
  Joined: ({ data }, { names }) => ({ key: 'Joined', values: { office: names.organization(data.organization) } }),
  Left: ({ data }, { names }) =>
    data.organization === null
      ? { key: 'Left.side', values: { side: names.side(data.side) } }
      : { key: 'Left.participant', values: { office: names.organization(data.organization) } },
};
