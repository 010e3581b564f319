// What the UI needs from outside the page, whoever provides it: the app's window, or the fake in a browser.
import type { About, Asks, Code, ExportProgress, ExportStyle, Failure, Heard } from './generated';

export type RequestName = keyof Asks;
export type RequestOf<Name extends RequestName> = Asks[Name]['request'];
export type AnswerOf<Name extends RequestName> = Asks[Name]['answer'];

export interface Backend {
  /** Asks the engine. Rejects with {@link Refused}, and with nothing else. */
  ask<Name extends RequestName>(name: Name, request: RequestOf<Name>): Promise<AnswerOf<Name>>;

  /** Calls with everything that is heard from the engine and about it, until the returned function is called. */
  follow(onHeard: (heard: Heard) => void): () => void;

  readonly window: WindowActs;
}

/** What only the program around the page can do. Each rejects with {@link Refused}, and with nothing else. */
export interface WindowActs {
  /** Opens a link in the program the computer has for it. Only `https`, `mailto` and `tel` are let through. */
  openLink(url: string): Promise<void>;

  /**
   * Asks for a place (`name` is offered), writes the contacts there and tells how far it is. Gives the file, or `null`
   * where the person thought better.
   */
  saveExport(
    style: ExportStyle,
    name: string,
    onProgress: (progress: ExportProgress) => void,
  ): Promise<string | null>;

  /** Asks for a place (`name` is offered) and writes the text there. Gives the file, or `null` where the person thought better. */
  saveText(name: string, text: string): Promise<string | null>;

  /** Shows a file that was exported where it lies. */
  reveal(path: string): Promise<void>;

  openDataFolder(): Promise<void>;

  about(): Promise<About>;

  /** Ends the holder that has no bell and starts the desk in its place. */
  takeOver(): Promise<void>;

  /** Starts the desk again after that was given up. */
  tryAgain(): Promise<void>;

  /** Closes the window without asking; receiving goes on. */
  close(): Promise<void>;

  /** The answer to `close_asked` of a person who thought better of it. */
  stayOpen(): Promise<void>;

  /** Ends the window and the desk: nothing is received any more. */
  quit(): Promise<void>;
}

/** Why something that was asked for was not done. `message` is for people, `code` for the program. */
export class Refused extends Error {
  readonly code: Code;

  constructor({ code, message }: Failure) {
    super(message);
    this.name = 'Refused';
    this.code = code;
  }
}
