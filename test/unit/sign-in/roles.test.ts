import { mayBeSignedIn, rolesOf } from '../../../api/sign-in/roles';
import { loadCatalogue } from '../../../catalog/load';
import type { Directory, Holder } from '../../../domain/directory/directory';

const { countries } = loadCatalogue();
const AT = '2026-06-10T03:00:00.000Z';

type Held = Readonly<{ organization: string; function: string }> &
  Partial<Pick<Holder, 'from' | 'until' | 'kind' | 'limits'>>;

const organization = (id: string, country: string) => ({
  id,
  country,
  level: 'national',
  parent: null,
  roles: [],
  names: {},
});

/** A directory of two countries, with one person of China who holds these seats. */
function directoryWith(held: readonly Held[]): Directory {
  const holdersOf = ({ organization: _o, function: _f, ...how }: Held): Holder[] => [
    { person: 'wang', kind: 'principal', from: '2026-01-01', until: null },
    { person: 'li', kind: 'alternate', from: '2026-01-01', until: null, by: 'wang', ...how },
  ];
  return {
    organizations: Object.fromEntries(
      [
        organization('cn-lmc-secretariat', 'CN'),
        organization('cn-city', 'CN'),
        organization('th-city', 'TH'),
        organization(countries.TH?.unit ?? '', 'TH'),
      ].map((o) => [o.id, o]),
    ),
    people: {
      wang: {
        id: 'wang',
        organization: 'cn-city',
        name: 'Wang',
        email: 'wang@city.example',
        language: 'zh',
        zone: 'Asia/Shanghai',
      },
      li: {
        id: 'li',
        organization: 'cn-city',
        name: 'Li',
        email: 'li@city.example',
        language: 'zh',
        zone: 'Asia/Shanghai',
      },
    },
    seats: Object.fromEntries(
      held.map((h) => {
        const id = `${h.organization}:${h.function}`;
        return [
          id,
          { id, organization: h.organization, function: h.function, channels: ['mail'], holders: holdersOf(h) },
        ];
      }),
    ),
  };
}

const roles = (...held: Held[]) => {
  const { registrar, coordinator, seats } = rolesOf({ directory: directoryWith(held), countries }, 'li', AT);
  return [registrar, coordinator, seats.length];
};
const UNIT = countries.CN?.unit ?? '';

test('the unit of China is where these cases put it', () => expect(UNIT).toBe('cn-lmc-secretariat'));

describe('roles follow from the seats that a person holds now', () => {
  test.each<[string, Held[], (boolean | number)[]]>([
    ['no seat', [], [false, false, 0]],
    ['any other seat', [{ organization: 'cn-city', function: 'desk' }], [false, false, 1]],
    ['a registrar of the own side', [{ organization: 'cn-city', function: 'registrar' }], [true, false, 1]],
    ['a registrar of the unit', [{ organization: UNIT, function: 'registrar' }], [true, false, 1]],
    ['a registrar of another side', [{ organization: 'th-city', function: 'registrar' }], [false, false, 1]],
    ['the desk of the unit', [{ organization: UNIT, function: 'desk' }], [false, true, 1]],
    ['the coordinator of the unit', [{ organization: UNIT, function: 'coordinator' }], [false, true, 1]],
    ['another seat of the unit', [{ organization: UNIT, function: 'position' }], [false, false, 1]],
    ['a coordinator elsewhere', [{ organization: 'cn-city', function: 'coordinator' }], [false, false, 1]],
    [
      "the desk of another country's unit",
      [{ organization: countries.TH?.unit ?? '', function: 'desk' }],
      [false, false, 1],
    ],
    ['until today', [{ organization: UNIT, function: 'desk', until: '2026-06-10' }], [false, true, 1]],
    ['until yesterday', [{ organization: UNIT, function: 'desk', until: '2026-06-09' }], [false, false, 0]],
    ['from today', [{ organization: UNIT, function: 'desk', from: '2026-06-10' }], [false, true, 1]],
    ['from tomorrow', [{ organization: UNIT, function: 'desk', from: '2026-06-11' }], [false, false, 0]],
    ['the delegate of a desk', [{ organization: UNIT, function: 'desk', kind: 'delegate' }], [false, true, 1]],
    [
      'the delegate of a desk for some cases',
      [{ organization: UNIT, function: 'desk', kind: 'delegate', limits: { instruments: ['project'] } }],
      [false, false, 1],
    ],
    ['the proxy of a desk', [{ organization: UNIT, function: 'desk', kind: 'proxy' }], [false, false, 1]],
    ['the proxy of a registrar', [{ organization: UNIT, function: 'registrar', kind: 'proxy' }], [false, false, 1]],
    [
      'a delegate across sides',
      [{ organization: countries.TH?.unit ?? '', function: 'desk', kind: 'delegate' }],
      [false, false, 0],
    ],
    [
      'both desks',
      [
        { organization: UNIT, function: 'desk' },
        { organization: 'cn-city', function: 'registrar' },
      ],
      [true, true, 2],
    ],
  ])('%s', (_, held, expected) => expect(roles(...held)).toEqual(expected));
});

describe('who may be signed in', () => {
  test.each<[string, Held[], boolean]>([
    ['who drafts, and never held a seat', [], true],
    ['who holds one', [{ organization: 'cn-city', function: 'desk' }], true],
    ['whose only seat has ended', [{ organization: 'cn-city', function: 'desk', until: '2026-06-09' }], false],
    [
      'whose one seat has ended and who holds another',
      [
        { organization: 'cn-city', function: 'desk', until: '2026-06-09' },
        { organization: 'cn-city', function: 'registrar' },
      ],
      true,
    ],
    [
      'who was a delegate for a while, and never held a seat of their own',
      [{ organization: 'cn-city', function: 'desk', kind: 'delegate', until: '2026-06-09' }],
      true,
    ],
    ['whose only seat begins tomorrow', [{ organization: 'cn-city', function: 'desk', from: '2026-06-11' }], false],
  ])('%s', (_, held, expected) => expect(mayBeSignedIn(directoryWith(held), 'li', AT)).toBe(expected));

  test('nobody whom the directory does not know', () => {
    expect(mayBeSignedIn(directoryWith([]), 'zhao', AT)).toBe(false);
  });
});
