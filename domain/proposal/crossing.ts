import type { Revision } from './events';

/** A revision as other sides may know it: of its files, those alone that go with it across the border. Pure. */
export const asCrossing = ({ attachments, ...text }: Revision): Revision =>
  attachments === undefined ? text : { ...text, attachments: attachments.filter((a) => a.audience === 'released') };
