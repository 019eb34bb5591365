import { alreadyExists, badRequest, notFound } from './aws-error.js';
import { flagAt, objectAt, requiredText, textAt, textsAt, type Json } from './json.js';

export interface EventDestination {
  name: string;
  enabled: boolean;
  /** SES's constants: SEND, DELIVERY_DELAY … */
  types: string[];
  topicArn: string | undefined;
}

export interface ConfigurationSet {
  name: string;
  sendingEnabled: boolean;
  destinations: Map<string, EventDestination>;
}

/** Configuration sets and where each publishes its events. */
export class ConfigurationSets {
  private readonly sets = new Map<string, ConfigurationSet>();

  create(name: string): ConfigurationSet {
    if (!/^[A-Za-z0-9_-]{1,64}$/.test(name))
      throw badRequest(
        `Invalid configuration set name <${name}>: only alphanumeric ASCII characters, '_', and '-' are allowed.`,
      );
    if (this.sets.has(name)) throw alreadyExists(`Configuration set <${name}> already exists.`);
    const set: ConfigurationSet = { name, sendingEnabled: true, destinations: new Map() };
    this.sets.set(name, set);
    return set;
  }

  get(name: string): ConfigurationSet {
    const set = this.sets.get(name);
    if (!set) throw notFound(`Configuration set <${name}> does not exist.`);
    return set;
  }

  find(name: string): ConfigurationSet | undefined {
    return this.sets.get(name);
  }

  delete(name: string): void {
    this.get(name);
    this.sets.delete(name);
  }

  names(): string[] {
    return [...this.sets.keys()].toSorted();
  }

  addDestination(
    setName: string,
    name: string,
    definition: Json,
    hasTopic: (arn: string) => boolean,
  ): EventDestination {
    const { destinations } = this.get(setName);
    if (destinations.has(name)) throw alreadyExists(`Event destination <${name}> already exists.`);
    const destination = readDestination(name, definition, hasTopic);
    destinations.set(name, destination);
    return destination;
  }

  replaceDestination(setName: string, name: string, definition: Json, hasTopic: (arn: string) => boolean): void {
    const destinations = this.withDestination(setName, name);
    destinations.set(name, readDestination(name, definition, hasTopic));
  }

  deleteDestination(setName: string, name: string): void {
    this.withDestination(setName, name).delete(name);
  }

  private withDestination(setName: string, name: string): Map<string, EventDestination> {
    const { destinations } = this.get(setName);
    if (!destinations.has(name)) throw notFound(`Event destination <${name}> does not exist.`);
    return destinations;
  }
}

export const EVENT_CONSTANTS = {
  Send: 'SEND',
  Reject: 'REJECT',
  Bounce: 'BOUNCE',
  Complaint: 'COMPLAINT',
  Delivery: 'DELIVERY',
  DeliveryDelay: 'DELIVERY_DELAY',
} as const;
const ACCEPTED_CONSTANTS: readonly string[] = [
  ...Object.values(EVENT_CONSTANTS),
  'OPEN',
  'CLICK',
  'RENDERING_FAILURE',
  'SUBSCRIPTION',
];

function readDestination(name: string, definition: Json, hasTopic: (arn: string) => boolean): EventDestination {
  const types = textsAt(definition, 'MatchingEventTypes');
  const unknown = types.find((type) => !ACCEPTED_CONSTANTS.includes(type));
  if (unknown) throw badRequest(`Invalid event type ${unknown}`);
  if (types.length === 0) throw badRequest('MatchingEventTypes must not be empty.');
  const sns = objectAt(definition, 'SnsDestination');
  if (textAt(sns, 'TopicArn') === undefined) throw badRequest('The sandbox publishes events to SNS topics only.');
  const topicArn = requiredText(sns, 'TopicArn');
  if (!hasTopic(topicArn)) throw badRequest(`Could not find SNS topic <${topicArn}>.`);
  return { name, enabled: flagAt(definition, 'Enabled') ?? false, types, topicArn };
}

/** A destination in the form of GetConfigurationSetEventDestinations. */
export const shownDestination = ({ name, enabled, types, topicArn }: EventDestination) => ({
  Name: name,
  Enabled: enabled,
  MatchingEventTypes: types,
  SnsDestination: { TopicArn: topicArn },
});
