import { randomUUID } from 'node:crypto';
import { shownDestination } from './configuration-sets.js';
import { shownIdentity } from './identities.js';
import { flagAt, objectAt, requiredText, textAt, textsAt, type Json } from './json.js';
import { findRoute, label, listing, route, type SesCall, type SesRoute } from './ses-router.js';
import type { World } from './world.js';

/** Every operation but SendEmail, which `listener.ts` takes apart for speed and faults. */
export const SES_ROUTES: readonly SesRoute[] = [
  route('GET /account', 'GetAccount', ({ world }) => shownAccount(world)),
  route('PUT /account/sending', 'PutAccountSendingAttributes', ({ world, input }) => {
    world.account.sendingEnabled = flagAt(input, 'SendingEnabled') ?? false;
    return {};
  }),
  route('PUT /account/suppression', 'PutAccountSuppressionAttributes', ({ world, input }) => {
    world.account.suppressedReasons = textsAt(input, 'SuppressedReasons');
    return {};
  }),
  route('POST /identities', 'CreateEmailIdentity', ({ world, input }) => {
    const identity = world.identities.create(
      requiredText(input, 'EmailIdentity'),
      textAt(input, 'ConfigurationSetName'),
    );
    const { IdentityType, VerifiedForSendingStatus, DkimAttributes } = shownIdentity(identity) as Json;
    return { IdentityType, VerifiedForSendingStatus, DkimAttributes };
  }),
  route('GET /identities/{EmailIdentity}', 'GetEmailIdentity', ({ world, path }) =>
    shownIdentity(world.identities.get(label(path, 'EmailIdentity'))),
  ),
  route(
    'DELETE /identities/{EmailIdentity}',
    'DeleteEmailIdentity',
    ({ world, path }) => (world.identities.delete(label(path, 'EmailIdentity')), {}),
  ),
  listing('POST /list-identities', 'ListEmailIdentities', 'EmailIdentities', ({ world }) =>
    world.identities.all().map(({ name, verified }) => ({
      IdentityName: name,
      IdentityType: name.includes('@') ? 'EMAIL_ADDRESS' : 'DOMAIN',
      SendingEnabled: verified,
      VerificationStatus: verified ? 'SUCCESS' : 'PENDING',
    })),
  ),
  identityChange('mail-from', 'MailFrom', (input) => ({
    mailFromDomain: textAt(input, 'MailFromDomain'),
    behaviorOnMxFailure: textAt(input, 'BehaviorOnMxFailure') ?? 'USE_DEFAULT_VALUE',
  })),
  identityChange('feedback', 'Feedback', (input) => ({
    feedbackForwarding: flagAt(input, 'EmailForwardingEnabled') ?? false,
  })),
  identityChange('dkim', 'Dkim', (input) => ({ dkimEnabled: flagAt(input, 'SigningEnabled') ?? false })),
  identityChange('configuration-set', 'ConfigurationSet', (input) => ({
    configurationSet: textAt(input, 'ConfigurationSetName'),
  })),
  route(
    'POST /configuration-sets',
    'CreateConfigurationSet',
    ({ world, input }) => (world.sets.create(requiredText(input, 'ConfigurationSetName')), {}),
  ),
  listing('POST /list-configuration-sets', 'ListConfigurationSets', 'ConfigurationSets', ({ world }) =>
    world.sets.names(),
  ),
  route('GET /configuration-sets/{Set}', 'GetConfigurationSet', ({ world, path }) => {
    const { name, sendingEnabled } = world.sets.get(label(path, 'Set'));
    return { ConfigurationSetName: name, SendingOptions: { SendingEnabled: sendingEnabled }, Tags: [] };
  }),
  route(
    'DELETE /configuration-sets/{Set}',
    'DeleteConfigurationSet',
    ({ world, path }) => (world.sets.delete(label(path, 'Set')), {}),
  ),
  route('PUT /configuration-sets/{Set}/sending', 'PutConfigurationSetSendingOptions', ({ world, path, input }) => {
    world.sets.get(label(path, 'Set')).sendingEnabled = flagAt(input, 'SendingEnabled') ?? false;
    return {};
  }),
  route(
    'GET /configuration-sets/{Set}/event-destinations',
    'GetConfigurationSetEventDestinations',
    ({ world, path }) => ({
      EventDestinations: [...world.sets.get(label(path, 'Set')).destinations.values()].map(shownDestination),
    }),
  ),
  route(
    'POST /configuration-sets/{Set}/event-destinations',
    'CreateConfigurationSetEventDestination',
    createDestination,
  ),
  route(
    'PUT /configuration-sets/{Set}/event-destinations/{Name}',
    'UpdateConfigurationSetEventDestination',
    ({ world, path, input }) => {
      world.sets.replaceDestination(
        label(path, 'Set'),
        label(path, 'Name'),
        objectAt(input, 'EventDestination'),
        (arn) => world.sns.hasTopic(arn),
      );
      return {};
    },
  ),
  route(
    'DELETE /configuration-sets/{Set}/event-destinations/{Name}',
    'DeleteConfigurationSetEventDestination',
    ({ world, path }) => {
      world.sets.deleteDestination(label(path, 'Set'), label(path, 'Name'));
      return {};
    },
  ),
  route('PUT /suppression/addresses', 'PutSuppressedDestination', ({ world, input }) => {
    world.suppression.put(requiredText(input, 'EmailAddress'), requiredText(input, 'Reason'), world.settings.now());
    return {};
  }),
  route('GET /suppression/addresses/{EmailAddress}', 'GetSuppressedDestination', ({ world, path }) => {
    const { address, reason, at } = world.suppression.get(label(path, 'EmailAddress'));
    return { SuppressedDestination: { EmailAddress: address, Reason: reason, LastUpdateTime: at / 1000 } };
  }),
  route('DELETE /suppression/addresses/{EmailAddress}', 'DeleteSuppressedDestination', ({ world, path }) => {
    world.suppression.delete(label(path, 'EmailAddress'));
    return {};
  }),
  listing('GET /suppression/addresses', 'ListSuppressedDestinations', 'SuppressedDestinationSummaries', listSuppressed),
];

/** The operation behind a method and path below `/v2/email`; throws the 404 of an unknown one. */
export const findSesOperation = (method: string, path: string) => findRoute(SES_ROUTES, method, path);

function createDestination({ world, path, input }: SesCall): object {
  const definition = objectAt(input, 'EventDestination');
  const { topicArn } = world.sets.addDestination(
    label(path, 'Set'),
    requiredText(input, 'EventDestinationName'),
    definition,
    (arn) => world.sns.hasTopic(arn),
  );
  // E5: SES tries the topic out with a text that is not JSON.
  const text = () => 'Successfully validated SNS topic for Amazon SES event publishing.';
  world.sns.publish(topicArn ?? world.topicArn, { messageId: randomUUID(), at: world.settings.now(), text });
  return {};
}

function shownAccount({ account }: World): object {
  return {
    SendQuota: {
      Max24HourSend: account.max24HourSend,
      MaxSendRate: account.sendRate,
      SentLast24Hours: account.sentLast24Hours(),
    },
    ProductionAccessEnabled: account.productionAccess,
    SendingEnabled: account.sendingEnabled && account.enforcementStatus !== 'SHUTDOWN',
    EnforcementStatus: account.enforcementStatus,
    SuppressionAttributes: { SuppressedReasons: account.suppressedReasons },
    DedicatedIpAutoWarmupEnabled: false,
  };
}

function listSuppressed({ world, query }: SesCall): object[] {
  const reasons = query.getAll('Reason');
  const start = Date.parse(query.get('StartDate') ?? '') || 0;
  const end = Date.parse(query.get('EndDate') ?? '') || Infinity;
  return world.suppression
    .all()
    .filter(({ reason, at }) => (reasons.length === 0 || reasons.includes(reason)) && at >= start && at <= end)
    .map(({ address, reason, at }) => ({ EmailAddress: address, Reason: reason, LastUpdateTime: at / 1000 }));
}

function identityChange(
  part: string,
  name: string,
  read: (input: Json) => Parameters<World['identities']['change']>[1],
): SesRoute {
  return route(
    `PUT /identities/{EmailIdentity}/${part}`,
    `PutEmailIdentity${name}Attributes`,
    ({ world, path, input }) => {
      world.identities.change(label(path, 'EmailIdentity'), read(input));
      return {};
    },
  );
}
