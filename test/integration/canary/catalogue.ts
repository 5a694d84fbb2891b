/** The two countries of these tests: the seeded ones, with a word of its own in everything that is inner. */
import type { Pool } from 'pg';
import type { Profile, Step } from '../../../domain/procedure/schema';
import type { Marker, Markers, Side } from './markers';

/** Who does what in a side. `first` and `second` are asked together, then `last`; `higher` where one is silent. */
export const HOUSES = {
  CN: {
    participant: 'cn-guangzhou',
    unit: 'cn-lmc-secretariat',
    outsider: 'cn-kunming',
    first: 'cn-guangzhou-fao',
    second: 'cn-guangzhou-npc-sc',
    higher: 'cn-guangdong-fao',
    last: 'cn-cpaffc',
    releasing: 'cn-guangzhou-fao',
    consenting: 'cn-guangzhou',
    position: 'cn-cpaffc',
    profile: 'city-sister-city',
    roles: ['city-fao', 'npc-standing-committee', 'provincial-fao', 'cpaffc'],
  },
  TH: {
    participant: 'th-chiang-mai',
    unit: 'th-mlc-unit',
    outsider: 'th-phuket',
    first: 'th-chiang-mai-sister-city-committee',
    second: 'th-chiang-mai',
    higher: 'th-moi-fad',
    last: 'th-moi-fad',
    releasing: 'th-moi-fad',
    consenting: 'th-chiang-mai',
    position: 'th-moi-fad',
    profile: 'province-sister-city',
    roles: [
      'provincial-sister-city-committee',
      'governor',
      'moi-foreign-affairs-division',
      'moi-foreign-affairs-division',
    ],
  },
} as const;

export type House = (typeof HOUSES)[keyof typeof HOUSES];

export function houseOf(side: Side): House {
  if (side === 'VN') throw new Error('No city of Viet Nam plays here');
  return HOUSES[side];
}

/** Mails go to addresses of this domain alone. */
export const MAIL_DOMAIN = 'canary.example';

/** Puts the words into a fresh, seeded database, as its owner. */
export async function markCatalogue(owner: Pool, markers: Markers, sides: readonly Side[]): Promise<void> {
  for (const side of sides) {
    await markOffices(owner, markers, side);
    await markPeople(owner, markers, side);
  }
  await owner.query('UPDATE catalogue_version SET version = version + 1');
}

/** Offices that are neither possible participants nor units: no other country knows them. */
async function markOffices(owner: Pool, markers: Markers, side: Side): Promise<void> {
  const { rows } = await owner.query<{ id: string; known: boolean; roles: string[] }>(
    `SELECT o.id, o.roles, o.id = c.unit OR o.roles ? 'local-government' AS known
       FROM organizations AS o JOIN countries AS c ON c.iso = o.country WHERE o.country = $1`,
    [side],
  );
  for (const { id } of rows.filter((o) => !o.known)) {
    const name = markers.plant(side, 'office name');
    markers.note({ word: id, kind: 'office', side, of: null });
    await owner.query('UPDATE organizations SET names = $2 WHERE id = $1', [id, { en: name, zh: name, th: name }]);
  }
  for (const { id } of rows) markers.note({ word: `${id}:desk`, kind: 'office', side, of: null });
  const shared = ['local-government', 'lmc-unit'];
  for (const role of new Set(rows.flatMap((o) => o.roles).filter((r) => !shared.includes(r)))) {
    markers.note({ word: role, kind: 'role', side, of: null });
  }
}

async function markPeople(owner: Pool, markers: Markers, side: Side): Promise<void> {
  const { rows } = await owner.query<{ id: string }>(
    'SELECT p.id FROM people AS p JOIN organizations AS o ON o.id = p.organization_id WHERE o.country = $1',
    [side],
  );
  for (const { id } of rows) {
    markers.note({ word: id, kind: 'person', side, of: null });
    const name = markers.plant(side, 'name of a person');
    const address = `${markers.plant(side, 'address')}@${MAIL_DOMAIN}`;
    await owner.query('UPDATE people SET name = $2, email = $3 WHERE id = $1', [id, name, address]);
  }
}

/** Two houses of cities in which everything happens that can. */
export async function markProfiles(owner: Pool, markers: Markers): Promise<void> {
  for (const side of ['CN', 'TH'] as const) await markProfile(owner, markers, side);
  await owner.query('UPDATE catalogue_version SET version = version + 1');
}

/** Two seats at once with an odd due instant and a higher office; then a last one. */
async function markProfile(owner: Pool, markers: Markers, side: Side): Promise<void> {
  const { roles, profile: key } = houseOf(side);
  const [first, second, higher, last] = roles.map((role) => ({ role, of: 'participant' as const }));
  if (!first || !second || !higher || !last) throw new Error(`No roles of ${side}`);
  const words = () => ({ key: markers.plant(side, 'step'), source: markers.plant(side, 'source'), verifiedBy: null });
  const steps: Step[] = [
    {
      ...words(),
      seats: [first, second],
      rule: { kind: 'all' },
      deadline: { hours: 245 },
      remindBefore: { workingDays: 3 },
      atDeadline: { referUp: higher },
    },
    { ...words(), seats: [last], rule: { kind: 'all' }, deadline: { hours: 247 } },
  ];
  const { rows } = await owner.query<{ profiles: Profile[] }>('SELECT profiles FROM countries WHERE iso = $1', [side]);
  const profiles = (rows[0]?.profiles ?? []).map((p) => ({
    ...p,
    source: markers.plant(side, 'source'),
    verifiedBy: markers.plant(side, 'source'),
    ...(p.key === key ? { steps } : {}),
  }));
  await owner.query('UPDATE countries SET profiles = $2 WHERE iso = $1', [side, JSON.stringify(profiles)]);
}

/** What the record holds of the houses in one case: their questions, hashes, mails and links, and until when they wait. */
const OF_HOUSES = `
  SELECT 'hash of an event' AS kind, chain AS side, unnest(ARRAY[hash, payload_hash, salt]) AS word
    FROM events WHERE proposal_id = $1 AND chain <> 'case'
  UNION ALL SELECT 'text of the record', owner_side, hash
    FROM texts WHERE proposal_id = $1 AND owner_side IS NOT NULL AND body LIKE 'canary-%' AND kind <> 'withdrawal'
  UNION ALL SELECT 'delivery', side, id::text FROM deliveries WHERE proposal_id = $1
  UNION ALL SELECT 'link', side, ref FROM review_refs WHERE proposal_id = $1
  UNION ALL SELECT 'ballot', t.side, b.id
    FROM ballots AS b JOIN tracks AS t ON t.proposal_id = b.proposal_id AND t.id = b.track_id
   WHERE b.proposal_id = $1 AND t.side IS NOT NULL
  UNION ALL SELECT 'instant', t.side, to_char(b.due AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS')
    FROM ballots AS b JOIN tracks AS t ON t.proposal_id = b.proposal_id AND t.id = b.track_id
   WHERE b.proposal_id = $1 AND t.side IS NOT NULL AND b.due IS NOT NULL`;

/** Makes markers of all that the record holds of the houses in a case. */
export async function markRecord(owner: Pool, markers: Markers, { id, name }: { id: string; name: string }) {
  const { rows } = await owner.query<Pick<Marker, 'kind' | 'side' | 'word'>>(OF_HOUSES, [id]);
  for (const row of rows) markers.note({ ...row, of: name });
}
