/** GET /board/files/:sha256: a file of a case, to whoever the case shows it to. */
import type { RequestHandler } from 'express';
import { sendFile } from '../http/files';
import { notFound } from '../http/route';
import { userOf } from '../sign-in/session';
import type { BoardParts } from './parts';

const SHA256 = /^[0-9a-f]{64}$/;

/** Sends the file piece by piece. Throws one and the same NotFound for all that is not the reader's to see. */
export const sendAttachment =
  ({ attachments }: Pick<BoardParts, 'attachments'>): RequestHandler =>
  async (req, res) => {
    const sha256 = String(req.params.sha256);
    const file = SHA256.test(sha256) ? await attachments.open(userOf(res).viewer, sha256) : null;
    if (!file) throw notFound();
    await sendFile({ ...file, content: file.content() }, req, res);
  };
