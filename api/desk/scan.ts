/** …/scan/<sha256>: a scan, to be saved, where the reader may read both the question and the file. */
import type { RequestHandler } from 'express';
import { fieldsOf } from '../forms/fields';
import { sendFile } from '../http/files';
import { notFound } from '../http/route';
import { userOf } from '../sign-in/session';
import type { DeskParts } from './parts';
import { placeOf } from './place';

/** Answers by itself: a file is no page. */
export const sendScan =
  (parts: DeskParts): RequestHandler =>
  async (req, res) => {
    const user = userOf(res);
    const params = fieldsOf(req.params);
    await placeOf({ user, params }, parts);
    const { sha256 = '' } = params;
    const file = /^[0-9a-f]{64}$/.test(sha256) ? await parts.attachments.open(user.viewer, sha256) : null;
    if (!file) throw notFound();
    await sendFile({ ...file, content: file.content() }, req, res);
  };
