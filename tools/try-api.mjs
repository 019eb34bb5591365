// npm run try:api: the main story of Kubari over its HTTP API, against a running `npm start` of the same KUBARI_DATA.
// KUBARI_EMAIL and KUBARI_PASSWORD name an administrator; on a new installation one is made and its password printed.
// Every run adds a group, customers and a mailing of its own; mails go to the local sandbox, and nowhere else.
import { Refusal, main } from './bootstrap.mjs';
import { dataFolder, readRuntimeFile } from './installation.mjs';
import { KubariClient, Sandbox } from './try-api/client.mjs';
import { compose, deliver, putOffAndCancel } from './try-api/compose-and-deliver.mjs';
import { importCustomers } from './try-api/import-customers.mjs';
import { prepare, signIn } from './try-api/prepare.mjs';
import { react, receive } from './try-api/receive-and-react.mjs';
import { comeBack, lookAtResults } from './try-api/results.mjs';
import { StoryEnds, totals } from './try-api/steps.mjs';

await main(async () => {
  const runtime = readRuntimeFile(dataFolder());
  if (!runtime)
    throw new Refusal(`Nothing runs on the data in ${dataFolder()}: npm start first (with the same KUBARI_DATA).`);
  if (!runtime.inboxUrl) throw new Refusal('This installation sends through Amazon SES: try it with the sandbox only.');
  const api = new KubariClient(runtime.dashboardUrl);
  const sandbox = new Sandbox(runtime.inboxUrl);
  try {
    await signIn(api, runtime.setupUrl);
    const place = await prepare(api);
    await importCustomers(api, place);
    const mailing = await compose(api, sandbox, place);
    await putOffAndCancel(api, place, mailing);
    const delivery = await deliver(api, sandbox, place, mailing);
    const mails = await receive(sandbox, delivery);
    await react(api, place, mails);
    await lookAtResults(api, delivery);
    await comeBack(api, place);
  } catch (error) {
    if (!(error instanceof StoryEnds)) throw error;
    console.log('\nThe rest needs this step: the story ends here.');
  }
  const { count, failedCount } = totals();
  console.log(`\n${count - failedCount} ok, ${failedCount} failed`);
  process.exit(failedCount === 0 ? 0 : 1);
});
