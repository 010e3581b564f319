// What answers some of the engine's requests.
import type { AnswerOf, RequestName, RequestOf } from '../backend';

export type Handlers = { [Name in RequestName]?: (request: RequestOf<Name>) => AnswerOf<Name> };
