/**
 * Sends the code of a sign-in, as `send.ts` sends what concerns a case: claimed, written, handed to the relay, under
 * the same Message-ID and with the same code however often. A code that was used, retired or has expired meanwhile is
 * not sent.
 */
import type { Logger } from 'pino';
import { chooseLanguage } from '../../locales/languages';
import type { Catalogue } from '../../store/catalogue';
import type { Deliveries } from '../../store/deliveries';
import type { ClaimedSignIn, SignInMails } from '../../store/sign-in-mails';
import type { SignInSecrets } from '../../store/sign-in-secrets';
import { giveBack, refused, type SendOutcome } from './given-back';
import type { Relay } from './relay';
import { renderMail } from './render';
import type { MailHeaders } from './thread';
import type { RenderedMail } from './view';

export type SignInSenderParts = Readonly<{
  deliveries: Deliveries;
  mails: SignInMails;
  secrets: SignInSecrets;
  catalogue: Pick<Catalogue, 'ensure'>;
  threads(mail: Readonly<{ id: string; proposal: string; side: string }>): MailHeaders;
  relay: Pick<Relay, 'send'>;
  baseUrl: string;
  log: Logger;
}>;

/** Sends the mail of an id, where it is one of these and is due. */
export const createSignInSender =
  (parts: SignInSenderParts) =>
  async (id: string): Promise<SendOutcome> => {
    const claimed = await parts.mails.claim(id);
    return claimed ? send(parts, claimed) : 'done';
  };

async function send(parts: SignInSenderParts, claimed: ClaimedSignIn): Promise<SendOutcome> {
  const { deliveries, relay, threads, log } = parts;
  const { id } = claimed;
  if (!claimed.wanted) {
    await deliveries.overtaken(claimed, 'the code works no more');
    return 'done';
  }
  const mail = await written(parts, claimed);
  if (!mail) return 'done';
  // All that are sent to one person make one thread, so that the newest stands last.
  const headers = threads({ id, proposal: `sign-in/${claimed.person}`, side: claimed.side });
  const result = await relay.send({ ...headers, ...mail });
  if (!result.sent) return refused(parts, claimed, result);
  await deliveries.sent(claimed, headers.messageId);
  log.info({ delivery: id, kind: claimed.kind, side: claimed.side }, 'mail sent');
  return 'done';
}

/** The mail in its reader's language; null where the person is gone, which the row then says. */
async function written(
  parts: SignInSenderParts,
  claimed: ClaimedSignIn,
): Promise<(RenderedMail & Readonly<{ to: string }>) | null> {
  const { deliveries, catalogue, secrets, baseUrl, log } = parts;
  const { id, person, digits, until } = claimed;
  try {
    const { directory } = await catalogue.ensure(claimed.catalogue);
    const reader = directory.people[person];
    if (!reader) {
      await deliveries.dead(claimed, 'the directory does not know the person');
      return null;
    }
    const data = { zone: reader.zone, code: secrets.codeFor(id, digits), until, site: new URL(baseUrl).host };
    return { ...renderMail('signIn', chooseLanguage([reader.language]), data), to: reader.email };
  } catch (error) {
    await giveBack(parts, claimed, 'the mail could not be written');
    log.error({ err: error, delivery: id, kind: claimed.kind }, 'a mail could not be written');
    return null;
  }
}
