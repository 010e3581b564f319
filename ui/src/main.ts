import './app.css';

import { mount } from 'svelte';

import { App } from './app/app.svelte';
import type { Backend } from './backend/backend';
import Window from './views/Window.svelte';

const target = document.getElementById('app');
if (target) {
  const app = new App(await backend());
  mount(Window, { target, props: { app } });
}

async function backend(): Promise<Backend> {
  if (import.meta.env.MODE === 'fake') {
    const { fakeBackend } = await import('./backend/fake');
    return fakeBackend(new URLSearchParams(location.search));
  }
  const { tauriBackend } = await import('./backend/tauri');
  return tauriBackend();
}
