import { z } from 'zod';
import type { Organization } from '../../domain/directory/directory';
import { inNeutralOrder, type World } from '../../domain/procedure/world';
import { type Viewer, visibleTo } from '../../domain/visibility/visible-to';
import type { Catalogue } from '../../store/catalogue';
import { iso, line, listOf, names } from '../http/fields';
import { type Route, reading } from '../http/route';
import { isPossibleParticipant, isUnit } from './standing';

const organization = z
  .strictObject({
    id: z.string(),
    country: iso,
    level: z.string(),
    names,
    participant: z.boolean().meta({ description: 'Whether it may be a participant.' }),
    unit: z.boolean().meta({ description: 'Whether it is its country’s LMC coordination unit.' }),
    parent: z.string().nullable().optional().meta({ description: 'Of your own country only.' }),
    roles: z.array(z.string()).optional().meta({ description: 'Of your own country only.' }),
  })
  .meta({ id: 'Organization' });

const query = z.strictObject({ country: line(10).optional() });

export const organizationRoutes = ({
  catalogue,
}: Readonly<{ catalogue: Pick<Catalogue, 'current'> }>): readonly Route[] => [
  reading({
    path: '/v1/organizations',
    operation: 'listOrganizations',
    tag: 'Catalogue',
    summary: 'Your own country’s offices; of other countries possible participants and units',
    scope: 'read',
    query,
    responses: { 200: { description: 'By country and id', schema: listOf('OrganizationList', organization) } },
    handle: async ({ caller, query: { country } }) => {
      const { directory, countries } = await catalogue.current();
      const all = Object.values(directory.organizations);
      const ordered = inNeutralOrder(countries, Object.keys(countries)).flatMap((key) =>
        all.filter((o) => o.country === key && (country === undefined || country === key)),
      );
      const items = ordered.flatMap((o) => organizationFor(caller.viewer, o, countries) ?? []);
      return { status: 200, body: { items, next: null } };
    },
  }),
];

/** An organization as a viewer may know it, or null. How another country is built inside is not told. Pure. */
export function organizationFor(viewer: Viewer, found: Organization, countries: World['countries']) {
  const { id, country, level, names: called, parent, roles } = found;
  const [isParticipant, isOfUnit] = [isPossibleParticipant(found), isUnit(found, countries)];
  const thing = { kind: 'organization', country, isPossibleParticipant: isParticipant, isUnit: isOfUnit } as const;
  if (!visibleTo(viewer, thing)) return null;
  const known = { id, country, level, names: called, participant: isParticipant, unit: isOfUnit };
  return country === viewer.side ? { ...known, parent, roles } : known;
}
