// What is asked of the way to this computer: the answer is how it stands now.
import type { App } from '../app/app.svelte';
import type { AnswerOf, RequestName, RequestOf } from '../backend/backend';
import { explain } from '../backend/explain';
import type { Reach } from '../backend/generated';

type ReachRequest = {
  [Name in RequestName]: AnswerOf<Name> extends Reach ? Name : never;
}[RequestName];

/** Rejects with the refusal, which is for the asker to show. */
export async function askReach<Name extends ReachRequest>(
  app: App,
  name: Name,
  request: RequestOf<Name>,
): Promise<void> {
  app.reach = (await app.backend.ask(name, request)) as Reach;
}

/** Makes the link now. What comes of it is told by the link itself. */
export async function tryNow(app: App): Promise<void> {
  try {
    await askReach(app, 'ConnectTunnel', {});
  } catch (thrown) {
    app.toaster.show(explain(thrown), { tone: 'bad' });
  }
}
