import { bareAddress, isSimulatorAddress } from './addresses.js';
import { AwsError, messageRejected, notFound } from './aws-error.js';
import { makeMessageId, type Mail } from './mail.js';
import type { SendRequest } from './send-request.js';
import type { World } from './world.js';

/**
 * Takes a mail as `SendEmail` does: every check first, then the quota, then acceptance, which is counted, kept and
 * followed by its events whatever becomes of the answer.
 */
export function acceptMail(world: World, request: SendRequest, sourceIp: string): { MessageId: string } {
  checkIdentities(world, request);
  const configurationSet =
    request.configurationSet ?? world.identities.defaultConfigurationSet(bareAddress(request.from));
  checkSending(world, configurationSet);
  const simulated = request.recipients.filter(isSimulatorAddress).length;
  world.account.spend(request.recipients.length, request.recipients.length - simulated);
  const acceptedAt = world.settings.now();
  const { from, recipients, tags, headerBlock } = request;
  const mail: Mail = {
    messageId: makeMessageId(acceptedAt),
    acceptedAt,
    from,
    recipients,
    tags,
    configurationSet,
    headerBlock,
    sourceIp,
  };
  world.oracle.count(mail);
  world.mailbox.add(mail, request.raw);
  world.events.follow(mail);
  return { MessageId: mail.messageId };
}

/** V2 and V3: the sentence names every identity that is not verified. */
function checkIdentities({ identities, account, settings }: World, { from, recipients }: SendRequest): void {
  const sender = bareAddress(from);
  const unverified = identities.isVerified(sender) ? [] : [sender];
  if (!account.productionAccess) {
    unverified.push(
      ...recipients.filter((recipient) => !isSimulatorAddress(recipient) && !identities.isVerifiedStrictly(recipient)),
    );
  }
  if (unverified.length === 0) return;
  const region = settings.region.toUpperCase();
  throw messageRejected(
    `Email address is not verified. The following identities failed the check in region ${region}: ${unverified.join(', ')}`,
  );
}

/** V8, and what a suspended account answers. */
function checkSending({ account, sets }: World, configurationSet: string | undefined): void {
  const set = configurationSet === undefined ? undefined : sets.find(configurationSet);
  if (configurationSet !== undefined && !set) throw notFound(`Configuration set <${configurationSet}> does not exist.`);
  if (account.enforcementStatus === 'SHUTDOWN')
    throw new AwsError(400, 'AccountSuspendedException', 'The account is suspended.');
  if (!account.sendingEnabled)
    throw new AwsError(400, 'SendingPausedException', 'Email sending is disabled for this account.');
  if (set && !set.sendingEnabled)
    throw new AwsError(400, 'SendingPausedException', `Email sending is disabled for configuration set <${set.name}>.`);
}
