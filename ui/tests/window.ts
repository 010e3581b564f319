// The whole window on an engine in memory: what a test starts with.
import axe from 'axe-core';
import { render } from 'vitest-browser-svelte';
import { expect } from 'vitest';

import { App } from '../src/app/app.svelte';
import { fakeBackend, type FakeBackend } from '../src/backend/fake';
import Window from '../src/views/Window.svelte';

export interface Opened {
  app: App;
  backend: FakeBackend;
}

/** Opens the window; `query` as in the address of `npm run dev:fake`. */
export async function openWindow(query = ''): Promise<Opened> {
  const backend = fakeBackend(new URLSearchParams(query));
  const app = new App(backend);
  const host = document.createElement('div');
  host.style.height = '100vh';
  document.body.append(host);
  // Keys go to the frame that has the focus.
  window.focus();
  await render(Window, { target: host, props: { app } });
  return { app, backend };
}

/** Fails with a readable list where the page breaks a rule of WCAG 2.2 AA or of good practice. */
export async function expectAccessible(): Promise<void> {
  // Colours on their way from one to another meet no contrast.
  await Promise.all(document.getAnimations().map((animation) => animation.finished.catch(() => undefined)));
  const { violations } = await axe.run(document, {
    runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
  });
  expect(
    violations.map(({ id, help, nodes }) => ({
      id,
      help,
      where: nodes.map((node) => `${node.html.slice(0, 160)} ${node.failureSummary ?? ''}`),
    })),
  ).toEqual([]);
}
