import type { Organization } from '../../domain/directory/directory';
import type { World } from '../../domain/procedure/world';

/** The role by which the catalogue marks whoever may be a participant: a local government. */
export const PARTICIPANT_ROLE = 'local-government';

/** Whether an organization may be a participant, and so be known in every country. Pure. */
export const isPossibleParticipant = ({ roles }: Organization): boolean => roles.includes(PARTICIPANT_ROLE);

/** Whether an organization is its country's LMC national secretariat or coordination unit. Pure. */
export const isUnit = ({ id, country }: Organization, countries: World['countries']): boolean =>
  countries[country]?.unit === id;
