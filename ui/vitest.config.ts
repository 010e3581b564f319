import { svelte } from '@sveltejs/vite-plugin-svelte';
import { playwright } from '@vitest/browser-playwright';
import { defineConfig } from 'vitest/config';

import { chromium } from './tools/chromium';

// Stores are tested without a page, next door to where they stand; what is on screen in a real browser, in `tests/`.
export default defineConfig({
  test: {
    projects: [
      {
        plugins: [svelte()],
        resolve: { conditions: ['browser'] },
        test: { name: 'stores', environment: 'node', include: ['src/**/*.test.ts'] },
      },
      {
        plugins: [svelte()],
        server: { fs: { allow: ['..'] } },
        // All libraries are found before the first test: one found later would load the page anew in the middle of it.
        optimizeDeps: {
          entries: ['src/**/*.svelte', 'src/**/*.ts', 'tests/**/*.ts'],
          include: ['axe-core', 'vitest-browser-svelte'],
        },
        test: {
          name: 'screen',
          include: ['tests/**/*.test.ts'],
          setupFiles: ['tests/setup.ts'],
          browser: {
            enabled: true,
            headless: true,
            screenshotFailures: false,
            viewport: { width: 1280, height: 820 },
            provider: playwright({
              // Containers run as root, where Chromium refuses its own sandbox.
              launchOptions: { executablePath: chromium(), args: ['--no-sandbox'] },
              contextOptions: { locale: 'pt-BR', timezoneId: 'America/Sao_Paulo', reducedMotion: 'reduce' },
            }),
            instances: [{ browser: 'chromium' }],
          },
        },
      },
    ],
  },
});
