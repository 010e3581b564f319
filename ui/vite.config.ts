import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vite';

// Two builds of one UI: `build` for the app's window, `--mode fake` for a plain browser on invented data.
export default defineConfig(({ mode }) => ({
  plugins: [svelte()],
  clearScreen: false,
  server: { port: 5173, strictPort: false, fs: { allow: ['..'] } },
  build: {
    outDir: mode === 'fake' ? 'dist-fake' : 'dist',
    // The oldest engine among the three webviews in use: WebKitGTK 2.50, WebView2 and WKWebView are all newer.
    target: 'safari17',
    // The window's content policy allows files of its own only: nothing may become a data: address or inline code.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 700,
  },
}));
