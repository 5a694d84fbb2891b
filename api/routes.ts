import { agreementRoutes } from './agreements/routes';
import { areaRoutes } from './areas/routes';
import { attachmentRoutes } from './attachments/routes';
import { ballotRoutes } from './ballots/routes';
import { changeRoutes } from './changes/routes';
import { countryRoutes } from './countries/routes';
import { deadlineRoutes } from './deadlines/routes';
import { deliveryRoutes } from './deliveries/routes';
import type { AppDeps } from './deps';
import { healthRoutes } from './health/routes';
import { holdRoutes } from './holds/routes';
import type { Route } from './http/route';
import { instrumentRoutes } from './instruments/routes';
import { organizationRoutes } from './organizations/routes';
import { peopleRoutes } from './people/routes';
import { procedureRoutes } from './procedures/routes';
import { proposalRoutes } from './proposals/routes';
import { seatRoutes } from './seats/routes';

export type RouteParts = Pick<
  AppDeps,
  | 'record'
  | 'cases'
  | 'events'
  | 'catalogue'
  | 'texts'
  | 'deliveries'
  | 'checks'
  | 'attachments'
  | 'settings'
  | 'calendars'
  | 'holds'
  | 'peopleAndSeats'
  | 'history'
>;

/** The one table of routes: Express, the OpenAPI document and the guard tests are made from it. */
export const routesOf = (parts: RouteParts): readonly Route[] => [
  ...proposalRoutes(parts),
  ...agreementRoutes(parts),
  ...ballotRoutes(parts),
  ...attachmentRoutes(parts),
  ...countryRoutes(parts),
  ...holdRoutes(parts),
  ...deadlineRoutes(parts),
  ...organizationRoutes(parts),
  ...seatRoutes(parts),
  ...peopleRoutes(parts),
  ...changeRoutes(parts),
  ...instrumentRoutes(parts),
  ...areaRoutes(parts),
  ...procedureRoutes(parts),
  ...deliveryRoutes(parts),
  ...healthRoutes(parts),
];
