import { mayBeSignedIn, rolesOf, sideOf } from '../../../api/sign-in/roles';
import { loadCatalogue } from '../../../catalog/load';
import type { Directory, Holder } from '../../../domain/directory/directory';

const { countries } = loadCatalogue();
const AT = '2026-06-10T03:00:00.000Z';

type Held = Readonly<{ organization: string; function: string; from?: string; until?: string | null }>;

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
  const holder = ({ from = '2026-01-01', until = null }: Held): Holder => ({
    person: 'li',
    kind: 'principal',
    from,
    until,
  });
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
          { id, organization: h.organization, function: h.function, channels: ['mail'], holders: [holder(h)] },
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
    ['whose only seat begins tomorrow', [{ organization: 'cn-city', function: 'desk', from: '2026-06-11' }], false],
  ])('%s', (_, held, expected) => expect(mayBeSignedIn(directoryWith(held), 'li', AT)).toBe(expected));

  test('nobody whom the directory does not know', () => {
    expect(mayBeSignedIn(directoryWith([]), 'wang', AT)).toBe(false);
    expect(sideOf(directoryWith([]), 'wang')).toBeNull();
  });
});
