/** Comments as they are written and read. */
import { z } from 'zod';
import { instant, iso, languageCode, listOf, name, prose } from '../http/fields';

const audience = z.enum(['inside', 'others']).meta({
  description: '`others`: crosses when the releasing seat lets it, at once where its holder has written it.',
});

export const newComment = z
  .strictObject({
    text: prose(10_000),
    section: name.nullable().optional(),
    language: languageCode.optional(),
    audience: audience.default('inside'),
    asks: z.boolean().default(false).meta({ description: 'Whether it asks for an answer.' }),
    inReplyTo: z.uuid().nullable().optional().meta({ description: 'The comment that it answers.' }),
  })
  .meta({ id: 'NewComment' });

export const comment = z
  .strictObject({
    id: z.uuid(),
    at: instant,
    side: iso,
    organization: z.string().meta({ description: 'Of another side, a participant or its unit.' }),
    person: z.string().nullable().meta({ description: 'Of the own side only.' }),
    section: z.string().nullable(),
    audience,
    asks: z.boolean(),
    inReplyTo: z.string().nullable(),
    released: z.boolean().meta({ description: 'Whether other sides can read it.' }),
    text: z.string().nullable(),
    language: z.string().nullable(),
  })
  .meta({ id: 'Comment' });

export const commentList = listOf('CommentList', comment);
