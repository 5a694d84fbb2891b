/** What must hold of every country, so that adding one is a folder and nothing else. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadCatalogue } from '../../../catalog/load';
import type { Organization } from '../../../domain/directory/directory';
import { type CaseOutline, profileFor } from '../../../domain/procedure/plan';
import { type Profile, procedureSchema } from '../../../domain/procedure/schema';
import { validateProcedure } from '../../../domain/procedure/validate';
import { validateAgainst } from '../../../domain/procedure/validate-against';
import { inNeutralOrder } from '../../../domain/procedure/world';

const catalogue = loadCatalogue();
const { countries, directory, procedures, instruments, areas, demoKeys } = catalogue;
const organizations = Object.values(directory.organizations);
const seats = Object.values(directory.seats);
const TODAY = '2026-06-08T03:00:00.000Z';

const isParticipant = (o: Organization) => o.roles.includes('local-government');
const participants = organizations.filter(isParticipant);
const isos = Object.keys(countries);
const firstOf = (iso: string) => participants.find((o) => o.country === iso);

const outlineOf = (instrument: string, proposer: Organization, others: readonly Organization[]): CaseOutline => {
  const all = [proposer, ...others];
  const sides = inNeutralOrder(
    countries,
    all.map((o) => o.country),
  );
  return {
    instrument,
    proposing: proposer.country,
    sides,
    participants: all.map((o) => ({ organization: o.id, side: o.country })),
  };
};

describe('every country', () => {
  test('stands in the neutral order', () => {
    expect(inNeutralOrder(countries, isos)).toEqual(['KH', 'CN', 'LA', 'MM', 'TH', 'VN']);
  });

  test.each(isos)('%s is complete: calendar, zone, unit, languages, a closed profile, participants', (iso) => {
    const country = countries[iso];
    if (!country) throw new Error(`No country ${iso}`);
    expect(country.calendar.country).toBe(iso);
    expect(() => new Intl.DateTimeFormat('en', { timeZone: country.calendar.zone })).not.toThrow();
    expect(directory.organizations[country.unit]).toMatchObject({ country: iso, parent: null });
    expect(directory.organizations[country.unit]?.roles).toContain('lmc-unit');
    expect(country.languages).toContain('en');
    expect(country.names).toHaveProperty(country.languages[0] ?? '');
    const lastResort = country.profiles.filter((p) => p.instruments === 'any' && p.levels === 'any');
    expect(lastResort.map(({ key, mode, until }) => [key, mode, until])).toEqual([['closed', 'closed', null]]);
    expect(participants.filter((o) => o.country === iso).length).toBeGreaterThan(2);
  });

  test('has no profile that claims to be confirmed without a date', () => {
    const profiles = Object.values(countries).flatMap((c) => c.profiles);
    expect(profiles.filter((p) => (p.verifiedBy === null) !== (p.verifiedOn === null))).toEqual([]);
  });
});

describe('the procedures', () => {
  const twoTracks = procedureSchema.parse(
    JSON.parse(readFileSync(join(__dirname, '../../fixtures/procedures/two-tracks.json'), 'utf8')),
  );

  const all = [...procedures, twoTracks].map((p) => [`${p.key} ${p.version}`, p] as const);

  test.each(all)('%s is sound', (_, procedure) => {
    expect(validateProcedure(procedure)).toEqual([]);
  });

  test('stand by key and then by version, and each version follows on the one before', () => {
    const published = procedures.map((p) => `${p.key} ${p.version}`);
    expect(published).toEqual([
      'border-exchange-plan 1',
      'friendly-exchange 1',
      'friendly-exchange 2',
      'list-project 1',
      'sister-city-agreement 1',
      'sister-city-agreement 2',
    ]);
  });

  test('cover an instrument once each, in their latest versions', () => {
    const latest = procedures.filter((p) => !procedures.some((q) => q.key === p.key && q.version > p.version));
    const covered = latest.flatMap((p) => p.instruments);
    expect(new Set(covered).size).toBe(covered.length);
    expect(covered).toEqual(expect.arrayContaining(['border-exchange-plan', 'renewal', 'project']));
  });

  test.each(all)('%s finds a held seat at every step, whoever proposes to whom', (_, procedure) => {
    const world = { procedure, countries, directory };
    for (const proposer of participants) {
      for (const iso of isos.filter((i) => i !== proposer.country)) {
        const others = participants.filter((o) => o.country === iso);
        for (const other of proposer.id === 'cn-guangzhou' ? others : others.slice(0, 1)) {
          for (const instrument of procedure.instruments) {
            const found = validateAgainst(world, outlineOf(instrument, proposer, [other]), TODAY);
            expect([instrument, proposer.id, other.id, found]).toEqual([instrument, proposer.id, other.id, []]);
          }
        }
      }
    }
  });

  test('find a held seat at every step of a case of all six countries and of two participants of one side', () => {
    const firsts = isos.map((iso) => firstOf(iso) as Organization);
    const two = ['cn-guangzhou', 'th-chiang-mai', 'th-chiang-rai'].map(
      (id) => directory.organizations[id] as Organization,
    );
    for (const [proposer, ...others] of [firsts, two]) {
      if (!proposer) throw new Error('No proposer');
      for (const procedure of [...procedures, twoTracks]) {
        const world = { procedure, countries, directory };
        expect(validateAgainst(world, outlineOf(procedure.instruments[0] ?? '', proposer, others), TODAY)).toEqual([]);
      }
    }
  });
});

describe('profiles', () => {
  const profileOf = (organization: string, instrument: string) => {
    const { country: side } = directory.organizations[organization] as Organization;
    const [procedure] = procedures;
    if (!procedure) throw new Error('No procedure');
    const outline = { instrument, proposing: side, sides: [side], participants: [{ organization, side }] };
    return profileFor({ procedure, countries, directory }, outline, side, TODAY);
  };

  test.each([
    ['cn-guangzhou', 'sister-city-agreement', 'city-sister-city'],
    ['cn-guangzhou', 'letter-of-intent', 'closed'],
    ['cn-guangzhou', 'border-exchange-plan', 'border'],
    ['cn-guangdong', 'sister-city-agreement', 'province-sister-city'],
    ['cn-guangxi', 'border-exchange-plan', 'province-border'],
    ['cn-guangxi', 'renewal', 'province-border'],
    ['cn-yunnan', 'project', 'province-project'],
    ['cn-chongqing', 'sister-city-agreement', 'closed'],
    ['cn-dong-zhong', 'border-exchange-plan', 'border'],
    ['kh-takeo', 'border-exchange-plan', 'border'],
    ['kh-siem-reap', 'sister-city-agreement', 'closed'],
    ['la-khammouane', 'border-exchange-plan', 'border'],
    ['mm-kengtung', 'border-exchange-plan', 'border'],
    ['th-chiang-mai', 'sister-city-agreement', 'province-sister-city'],
    ['th-chiang-mai', 'letter-of-intent', 'province-sister-city'],
    ['th-nan', 'border-exchange-plan', 'border'],
    ['th-bangkok', 'sister-city-agreement', 'bangkok'],
    ['th-bangkok', 'border-exchange-plan', 'border'],
    ['vn-lang-son', 'border-exchange-plan', 'province-border'],
    ['vn-hai-phong', 'renewal', 'province-border'],
    ['vn-bac-ninh', 'sister-city-agreement', 'province-agreement'],
    ['vn-ha-noi', 'memorandum-of-understanding', 'province-agreement'],
    ['vn-ha-noi', 'termination', 'closed'],
    ['vn-cao-bang', 'project', 'closed'],
    ['vn-binh-lieu', 'border-exchange-plan', 'border-commune'],
  ])('%s considers a %s by the profile “%s”', (organization, instrument, expected) => {
    expect(profileOf(organization, instrument).key).toBe(expected);
  });

  test('say of every instrument how far a country is ready for it: case by case of plans at the border', () => {
    const all = Object.values(countries).flatMap((c) => c.profiles.map((p) => ({ iso: c.iso, ...p })));
    const isBorder = (p: Profile) => p.instruments.includes('border-exchange-plan');
    expect(all.filter((p) => p.comfort !== (isBorder(p) ? 'caseByCase' : 'yes'))).toEqual([]);
    expect([...new Set(all.filter(isBorder).map((p) => p.iso))].toSorted()).toEqual(isos.toSorted());
  });

  test('take silence for consent nowhere, and are confirmed by nobody yet', () => {
    const all = Object.values(countries).flatMap((c) => c.profiles);
    expect(all.filter((p) => p.silence !== 'never' || p.verifiedBy !== null)).toEqual([]);
    expect(all.filter((p) => p.source === null)).toEqual([]);
  });

  test('each side has its own name for the letter of intent, and for nothing else', () => {
    expect(profileOf('th-chiang-mai', 'letter-of-intent').calls).toEqual({
      'letter-of-intent': 'memorandum-of-understanding',
    });
    const calling = Object.values(countries).flatMap((c) =>
      c.profiles.filter((p) => Object.keys(p.calls ?? {}).length),
    );
    expect(calling.map((p) => p.key)).toEqual(['province-sister-city']);
  });
});

describe('the rest of the catalogue', () => {
  test('has areas of the paragraphs of the Initiative that name some, each code once', () => {
    expect([...new Set(areas.map((a) => a.paragraph))]).toEqual([4, 6, 7, 8, 10, 11]);
    expect(new Set(areas.map((a) => a.code)).size).toBe(areas.length);
  });

  test('names instruments and areas in English, Chinese and Thai', () => {
    const names = [...instruments, ...areas].map((named) => named.names);
    expect(names.filter((n) => !n.en || !n.zh || !n.th)).toEqual([]);
  });

  test('lets participants submit and nobody else, by a person who does not hold the seat', () => {
    const submitting = demoKeys.filter((k) => k.scopes.includes('submit'));
    expect(submitting.map((k) => k.organization).toSorted()).toEqual([
      'cn-guangxi',
      'cn-guangzhou',
      'cn-yunnan',
      'vn-cao-bang',
      'vn-hai-phong',
      'vn-lang-son',
      'vn-quang-ninh',
      'vn-tuyen-quang',
    ]);
    expect(submitting.filter((k) => participants.every((o) => o.id !== k.organization))).toEqual([]);
    const holders = seats.flatMap((s) => s.holders.map((h) => h.person));
    expect(submitting.filter((k) => holders.includes(k.person))).toEqual([]);
  });

  test('has a key of the demonstration for every unit and at most one for an organization', () => {
    const keyed = demoKeys.map((k) => k.organization);
    expect(keyed).toEqual(expect.arrayContaining(Object.values(countries).map((c) => c.unit)));
    expect(new Set(keyed).size).toBe(keyed.length);
    // Whoever starts an instance is shown the first one.
    expect(keyed[0]).toBe('cn-guangzhou');
  });

  test('lets an office answer by API only where its seat does', () => {
    const offices = demoKeys.filter((k) => k.scopes.includes('reply') && !k.scopes.includes('submit'));
    const deaf = offices.filter((k) => {
      const seat = directory.seats[`${k.organization}:desk`];
      return !seat?.channels.includes('api') || seat.holders.every((h) => h.person !== k.person);
    });
    expect(offices.length).toBeGreaterThan(10);
    expect(deaf).toEqual([]);
  });
});

describe('the core', () => {
  const domain = join(__dirname, '../../../domain');
  const files = readdirSync(domain, { recursive: true, encoding: 'utf8' }).filter((f) => f.endsWith('.ts'));
  const names = [...Object.values(countries).map((c) => c.names.en ?? ''), 'Chinese', 'Thai', 'Lao', 'Vietnam'];
  // A code counts where it is written as a value or a field; two capitals in a comment may mean minutes.
  const named = new RegExp(`['"\`.](${isos.join('|')})\\b|\\b(${names.join('|')})\\b`);

  test('is searched for what would be found', () => {
    expect(["side === 'CN'", 'countries.TH', 'the Thai side'].filter((text) => named.test(text))).toHaveLength(3);
    expect(named.test('from HH:MM')).toBe(false);
  });

  test('names no country', () => {
    expect(files.length).toBeGreaterThan(30);
    expect(files.filter((file) => named.test(readFileSync(join(domain, file), 'utf8')))).toEqual([]);
  });
});
