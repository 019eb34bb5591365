// The whole system on one machine: PostgreSQL, Redis and the SES sandbox first, then the api and the worker.
import { join } from 'node:path';
import { Refusal, ROOT } from './bootstrap.mjs';
import { logFileOf, secretOf } from './installation.mjs';
import { refuseUnreachableRedis, startPostgres, startRedis } from './services.mjs';
import { freePort, isPortFree, until } from './services/processes.mjs';
import { nodeProgram, Supervised } from './supervisor.mjs';

const SANDBOX = join(ROOT, 'apps/ses-sandbox/dist/main.js');
// Not PORT + 1: that is where a second installation goes.
const SANDBOX_PORT_DISTANCE = 1000;

/** HOST and PORT of this installation, checked; a port that stays taken is a Refusal. */
export async function chooseAddress({ patienceMs = 0 } = {}) {
  const host = process.env.HOST || '127.0.0.1';
  const port = Number(process.env.PORT || 3000);
  if (!Number.isInteger(port) || port < 1 || port > 65535)
    throw new Refusal(`PORT must be a number from 1 to 65535, not "${process.env.PORT}".`);
  if (!(await until(() => isPortFree(port, host), patienceMs)))
    throw new Refusal(
      `Port ${port} on ${host} is not free: stop what uses it, or choose another one, for example PORT=${port + 1} npm start.`,
    );
  return { host, port };
}

export class System {
  #services = [];
  #programs = [];

  constructor({ dir, host, port }) {
    this.dir = dir;
    this.host = host;
    this.port = port;
    this.usesSandbox = (process.env.SES_MODE || 'sandbox') !== 'aws';
  }

  /** Brings up what this environment does not name servers for, and sets `settings` and `env` of our programs. */
  async startServices({ sandbox = this.usesSandbox } = {}) {
    const start = async (name, how) => {
      const service = new Supervised(name, how);
      this.#services.push(service);
      return service.up();
    };
    if (process.env.REDIS_URL) await refuseUnreachableRedis(process.env.REDIS_URL);
    const startSandbox = sandbox && (await this.#sandbox());
    const [postgres, redis, ses] = await Promise.all([
      process.env.DATABASE_URL
        ? { url: process.env.DATABASE_URL }
        : start('PostgreSQL server', (_, last) =>
            startPostgres({
              dir: join(this.dir, 'postgres'),
              port: last?.port,
              logFile: logFileOf(this.dir, 'postgres'),
            }),
          ),
      process.env.REDIS_URL
        ? { url: process.env.REDIS_URL }
        : start('Redis server', (_, last) =>
            startRedis({ dir: join(this.dir, 'redis'), port: last?.port, logFile: logFileOf(this.dir, 'redis') }),
          ),
      sandbox && start('SES sandbox', startSandbox),
    ]);
    this.inboxUrl = ses ? ses.message.url : undefined;
    this.settings = {
      // The SDK is pinned to a version that runs on Node 20; its notice about later versions would be in every log.
      AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
      HOST: this.host,
      PORT: String(this.port),
      DASHBOARD_URL: process.env.DASHBOARD_URL || `http://localhost:${this.port}`,
      PUBLIC_URL: process.env.PUBLIC_URL || `http://127.0.0.1:${this.port}`,
      WEB_ROOT: process.env.WEB_ROOT ?? join(ROOT, 'apps/web/dist'),
      DATABASE_URL: postgres.url,
      REDIS_URL: redis.url,
      STORAGE_DIR: process.env.STORAGE_DIR || join(this.dir, 'storage'),
      KUBARI_SECRET: process.env.KUBARI_SECRET || secretOf(this.dir),
      ...(this.usesSandbox ? sandboxSettings(ses ? ses.message : undefined) : { SES_MODE: 'aws' }),
    };
    // Whatever AWS settings lie in the environment: the sandbox is the only place mail goes.
    const inherited = Object.entries(process.env).filter(
      ([name]) => !(this.usesSandbox && /^AWS_(?!CA_BUNDLE$)/.test(name)),
    );
    this.env = {
      ...Object.fromEntries(inherited),
      ...this.settings,
    };
  }

  /** Starts programs side by side; each is { name, args, env? }. Resolves to their ready messages by name. */
  async startPrograms(programs) {
    const starts = programs.map(async ({ name, args, env = {} }) => {
      const program = new Supervised(
        name,
        nodeProgram({ name, args, env: { ...this.env, ...env }, logFile: logFileOf(this.dir, name) }),
      );
      this.#programs.push(program);
      return [name, (await program.up()).message];
    });
    return Object.fromEntries(await Promise.all(starts));
  }

  /** Ends everything it started; our programs first, while what they write to still runs. */
  async stop() {
    await Promise.all(this.#programs.map((program) => program.down()));
    await Promise.all(this.#services.map((service) => service.down()));
  }

  async #sandbox() {
    const wished = Number(process.env.SANDBOX_PORT || this.port + SANDBOX_PORT_DISTANCE);
    const port = wished <= 65535 && (await isPortFree(wished)) ? wished : await freePort();
    const env = { ...process.env, SANDBOX_HOST: process.env.SANDBOX_HOST || '127.0.0.1', SANDBOX_PORT: String(port) };
    return nodeProgram({
      name: 'sandbox',
      args: [SANDBOX],
      env,
      logFile: logFileOf(this.dir, 'sandbox'),
      graceMs: 3000,
    });
  }
}

/** Points the server at the sandbox, or, when it does not run, at a port where nobody answers. */
function sandboxSettings({
  url = 'http://127.0.0.1:9',
  queueUrl = '',
  topicArn = '',
  configurationSet = 'kubari',
  certificateOrigin = url,
} = {}) {
  return {
    SES_MODE: 'sandbox',
    SES_REGION: 'ap-northeast-1',
    SES_ENDPOINT: url,
    SNS_ENDPOINT: url,
    SQS_ENDPOINT: url,
    SES_CONFIGURATION_SET: configurationSet,
    SES_EVENTS_QUEUE_URL: queueUrl,
    SES_EVENTS_TOPIC_ARNS: topicArn,
    SES_CERTIFICATE_ORIGIN: certificateOrigin,
    AWS_ACCESS_KEY_ID: 'sandbox',
    AWS_SECRET_ACCESS_KEY: 'sandbox',
  };
}
