/** Who is who in the six countries: what must hold of every office and person, and what the houses need. */
import { loadCatalogue } from '../../../catalog/load';
import { LEVELS } from '../../../catalog/shapes';
import { holdersOf, type Organization, servingOrganization } from '../../../domain/directory/directory';

const { countries, directory } = loadCatalogue();
const organizations = Object.values(directory.organizations);
const seats = Object.values(directory.seats);
const people = Object.values(directory.people);
const TODAY = '2026-06-08T03:00:00.000Z';

const isParticipant = (o: Organization) => o.roles.includes('local-government');
const participants = organizations.filter(isParticipant);

describe('the directory', () => {
  test('gives every seat a principal who holds it today', () => {
    const without = seats.filter((s) => holdersOf(directory, s.id, TODAY)[0]?.kind !== 'principal');
    expect(without.map((s) => s.id)).toEqual([]);
  });

  test('gives nobody two seats', () => {
    const held = seats.flatMap((s) => s.holders.map((h) => h.person));
    expect(held.filter((person, i) => held.indexOf(person) !== i)).toEqual([]);
  });

  test('gives every participant somebody who may submit without barring the only holder of its seat', () => {
    const holders = new Set(seats.flatMap((s) => s.holders.map((h) => h.person)));
    const stuck = participants.filter((o) => !people.some((p) => p.organization === o.id && !holders.has(p.id)));
    expect(stuck.map((o) => o.id)).toEqual([]);
  });

  test('reaches nobody outside: every address ends in .example, and no two are the same', () => {
    expect(people.filter((p) => !p.email.endsWith('.example')).map((p) => p.id)).toEqual([]);
    expect(new Set(people.map((p) => p.email)).size).toBe(people.length);
  });

  test('names every office in English, and participants in their own language too', () => {
    expect(organizations.filter((o) => o.names.en === undefined)).toEqual([]);
    const own = (o: Organization) => countries[o.country]?.languages[0] ?? '';
    expect(participants.filter((o) => o.names[own(o)] === undefined).map((o) => o.id)).toEqual([]);
  });

  test('gives every person the zone of the country', () => {
    const zoneOf = (organization: string) =>
      countries[directory.organizations[organization]?.country ?? '']?.calendar.zone;
    expect(people.filter((p) => p.zone !== zoneOf(p.organization)).map((p) => p.id)).toEqual([]);
  });

  test('has no office that is over and still answers', () => {
    const over = organizations.filter((o) => o.until && o.until < TODAY);
    expect(over.map((o) => o.id)).toEqual(['vn-ha-giang']);
    expect(over.filter((o) => isParticipant(o) || seats.some((s) => s.organization === o.id))).toEqual([]);
  });

  test('names for every office that is over the one that took over its agreements', () => {
    const over = organizations.filter((o) => o.until && o.until < TODAY);
    const heirs = over.map((o) => organizations.find((heir) => heir.successorOf?.includes(o.id))?.id);
    expect(heirs).toEqual(['vn-tuyen-quang']);
  });

  test('says a level of government of every office, and no level that nobody has', () => {
    expect([...new Set(organizations.map((o) => o.level))].toSorted()).toEqual(LEVELS.toSorted());
  });
});

describe('registrars', () => {
  const registrars = seats.filter((s) => s.function === 'registrar');

  test('sit in every unit, and in the offices of Viet Nam above the provinces', () => {
    const units = Object.values(countries).map((c) => c.unit);
    const above = organizations.filter((o) => o.country === 'VN' && o.level === 'national').map((o) => o.id);
    expect(above).toHaveLength(5);
    expect(registrars.map((s) => s.organization).toSorted()).toEqual([...new Set([...units, ...above])].toSorted());
  });

  test('are at least two at every such seat, so that a second one can confirm', () => {
    const alone = registrars.filter((s) => new Set(holdersOf(directory, s.id, TODAY).map((h) => h.person)).size < 2);
    expect(alone.map((s) => s.id)).toEqual([]);
  });
});

describe('a Vietnamese house', () => {
  const OFFICES = {
    'department-of-foreign-affairs': 'dfa',
    'provincial-police': 'police',
    'provincial-border-guard': 'border-guard',
    'provincial-military-command': 'military-command',
  };
  const ABOVE = {
    'lmc-unit': 'vn-mlc-unit',
    'ministry-of-foreign-affairs': 'vn-mofa',
    'ministry-of-public-security': 'vn-mps',
    'ministry-of-national-defence': 'vn-mod',
    'prime-minister': 'vn-government-office',
  };
  const heldBy = (organization: string, role: string, day = TODAY.slice(0, 10)) => {
    const office = servingOrganization(directory, organization, role, day)?.id ?? null;
    return office !== null && holdersOf(directory, `${office}:desk`, TODAY).length > 1 ? office : null;
  };

  test.each(['cao-bang', 'lang-son', 'quang-ninh', 'tuyen-quang', 'hai-phong', 'lao-cai'].map((name) => `vn-${name}`))(
    '%s has every office on its own ground and every ministry above it, each with principal and alternate',
    (province) => {
      expect(heldBy(province, 'provincial-peoples-committee')).toBe(province);
      for (const [role, office] of Object.entries(OFFICES))
        expect(heldBy(province, role)).toBe(`${province}-${office}`);
      for (const [role, office] of Object.entries(ABOVE)) expect(heldBy(province, role)).toBe(office);
    },
  );

  test('finds a department of foreign affairs for whoever may be a participant', () => {
    const of = participants.filter((o) => o.country === 'VN');
    expect(of.length).toBeGreaterThan(10);
    expect(of.filter((o) => heldBy(o.id, 'department-of-foreign-affairs') === null).map((o) => o.id)).toEqual([]);
  });

  test('of a border commune is served by the offices of its own province, and by no other commune', () => {
    expect(heldBy('vn-binh-lieu', 'commune-peoples-committee')).toBe('vn-binh-lieu');
    for (const [role, office] of Object.entries(OFFICES)) {
      expect(heldBy('vn-binh-lieu', role)).toBe(`vn-quang-ninh-${office}`);
    }
    expect(heldBy('vn-lang-son', 'commune-peoples-committee')).toBeNull();
  });

  test.each([
    ['2025-06-30', null],
    ['2025-07-01', 'vn-tuyen-quang-dfa'],
  ])('of Tuyen Quang, which took in Ha Giang, has on %s the office %p', (day, office) => {
    expect(heldBy('vn-tuyen-quang', 'department-of-foreign-affairs', day)).toBe(office);
  });
});
