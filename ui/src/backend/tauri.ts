// The outside as the app's window provides it. The only module that knows Tauri.
import { Channel, invoke } from '@tauri-apps/api/core';

import { Refused, type AnswerOf, type Backend, type RequestName } from './backend';
import type { Code, ExportProgress, Failure, Heard } from './generated';

export function tauriBackend(): Backend {
  return {
    async ask<Name extends RequestName>(name: Name, request: unknown) {
      // `n` says up to which change of the stream the answer knows; patches carry things as they are, so none does
      // harm when it is applied once more.
      const { ok } = await call<{ ok: AnswerOf<Name>; n: number }>('ask', { request: { [name]: request } });
      return ok;
    },
    follow(onHeard) {
      let following = true;
      const channel = new Channel<Heard[]>((heard) => {
        for (const one of heard) if (following) onHeard(one);
      });
      void invoke('follow', { onHeard: channel });
      return () => {
        following = false;
      };
    },
    window: {
      openLink: (url) => call('open_link', { url }),
      saveExport: (style, name, onProgress) =>
        call('save_export', { style, name, path: null, onProgress: new Channel<ExportProgress>(onProgress) }),
      saveText: (name, text) => call('save_text', { name, text, path: null }),
      reveal: (path) => call('reveal', { path }),
      openDataFolder: () => call('open_data_folder'),
      about: () => call('about'),
      takeOver: () => call('take_over'),
      tryAgain: () => call('try_again'),
      close: () => call('close_window'),
      stayOpen: () => call('stay_open'),
      quit: () => call('quit'),
    },
  };
}

async function call<Answer>(command: string, args: Record<string, unknown> = {}): Promise<Answer> {
  try {
    return await invoke<Answer>(command, args);
  } catch (thrown) {
    throw new Refused(asFailure(thrown));
  }
}

/** The window's commands fail with a {@link Failure}; Tauri itself fails with a bare sentence. */
function asFailure(thrown: unknown): Failure {
  if (typeof thrown === 'object' && thrown !== null && 'code' in thrown && 'message' in thrown) {
    return { code: thrown.code as Code, message: String(thrown.message) };
  }
  return { code: 'internal', message: String(thrown) };
}
