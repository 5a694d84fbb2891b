/** Files that a case may name: uploaded by whoever will name them, read by whoever the case shows them to. */
import { z } from 'zod';
import type { Attachments } from '../../store/attachments';
import { name, sha256Hex } from '../http/fields';
import { downloading, notFound, type Route, type UploadRoute } from '../http/route';
import { FILE_TYPES } from './file-type';
import { DECLARED_TYPES, uploadAttachment } from './upload';

const attachment = z
  .strictObject({
    sha256: sha256Hex,
    bytes: z.int(),
    type: z.string().meta({ description: 'Found by content.', example: 'application/pdf' }),
    name: name.meta({ example: '协议文本.pdf' }),
  })
  .meta({ id: 'Attachment' });

export type AttachmentParts = Readonly<{
  attachments: Attachments;
  settings: Readonly<{ attachmentMostBytes: number }>;
}>;

export function attachmentRoutes({ attachments, settings }: AttachmentParts): readonly Route[] {
  const upload: UploadRoute = {
    method: 'post',
    path: '/v1/attachments',
    operation: 'uploadAttachment',
    tag: 'Attachments',
    summary: 'Upload a file',
    description: `At most ${settings.attachmentMostBytes} bytes. A file that no case names is kept for thirty days.`,
    scope: ['submit', 'reply'],
    takes: DECLARED_TYPES,
    responses: {
      200: { description: 'Your organization has sent this content before', schema: attachment },
      201: { description: 'Kept; name it by its SHA-256', schema: attachment },
    },
    handle: (input) => uploadAttachment({ attachments, mostBytes: settings.attachmentMostBytes }, input),
  };
  const read = downloading({
    path: '/v1/attachments/{sha256}',
    operation: 'getAttachment',
    tag: 'Attachments',
    summary: 'A file by its hash, to save',
    scope: 'read',
    params: z.strictObject({ sha256: sha256Hex }),
    gives: Object.keys(FILE_TYPES),
    responses: { 200: { description: 'The file', schema: z.unknown() } },
    handle: async ({ params, caller }) => {
      const found = await attachments.open(caller.viewer, params.sha256);
      if (!found) throw notFound();
      return { ...found, content: found.content() };
    },
  });
  return [upload, read];
}
