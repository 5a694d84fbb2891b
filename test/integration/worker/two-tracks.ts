/** A procedure whose first stage runs as a track for each participant of the proposing side. */
import type { Procedure } from '../../../domain/procedure/schema';

export const TWO_TRACKS: Procedure = {
  key: 'two-cities',
  version: 1,
  title: { en: 'Two cities of one side' },
  instruments: ['two-cities'],
  stages: [
    {
      key: 'own',
      tracks: { per: 'participant', of: 'proposing' },
      steps: [
        { key: 'fao', seats: [{ role: 'city-fao', of: 'participant' }], rule: { kind: 'all' } },
        { key: 'government', seats: [{ role: 'city-government', of: 'participant' }], rule: { kind: 'all' } },
      ],
    },
    {
      key: 'release',
      tracks: { per: 'side', of: 'proposing' },
      steps: [{ key: 'release', seats: [{ profile: 'release' }], rule: { kind: 'all' }, effect: 'release' }],
    },
    {
      key: 'joint',
      tracks: { per: 'case' },
      steps: [
        {
          key: 'positions',
          consents: { profile: 'consent', of: 'each-participant' },
          seats: [{ profile: 'position', of: 'each-side' }],
          rule: { kind: 'unanimityOfSides' },
        },
      ],
    },
  ],
};
