// `wx` inside the frame: every name of Tencent's typings, from the table and from the files beside this one.
import type { Engine } from '../types';
import { bars } from './bars';
import { type Caller, bind, callerOf, synchronous } from './callbacks';
import { canIUse } from './can-i-use';
import { componentContexts } from './component-contexts';
import { defaults } from './defaults';
import { events } from './events';
import { fileSystem } from './file-system';
import { Files } from './files';
import { harmlessObjects } from './harmless-objects';
import { innerAudio } from './inner-audio';
import { login } from './login';
import { media } from './media';
import { navigation } from './navigation';
import { network } from './network';
import { panels } from './panels';
import { phone } from './phone';
import { settings } from './settings';
import { storage } from './storage';
import { system } from './system';
import type { Name, WorkingName } from './table';
import { tools } from './tools';

export { openType } from './open-types';

/** What has code of its own; the table's other names answer or refuse by its rows. */
const definitions = (caller: Caller) => {
  const files = new Files(caller.engine);
  return {
    ...login(caller),
    ...network(caller, files),
    ...storage(caller),
    ...fileSystem(caller, files),
    ...panels(caller),
    ...navigation(caller),
    ...bars(caller),
    ...system(caller),
    ...media(caller, files),
    ...settings(caller),
    ...phone(caller),
    ...innerAudio(caller),
    ...componentContexts(caller),
    ...tools(caller),
    ...events(caller),
    ...harmlessObjects,
  } satisfies Record<Exclude<WorkingName, 'canIUse'>, unknown>;
};

export type Working = { [Name in keyof ReturnType<typeof definitions>]: ReturnType<ReturnType<typeof definitions>[Name]> };
export type Wx = Record<Name, unknown> & Working;

/** Makes the `wx` of a frame. Nothing of it is undefined but what Tencent's typings do not have. */
export const createWx = (engine: Engine): Wx => {
  const caller = callerOf(engine);
  const own = bind(caller, definitions(caller));
  const wx: Record<string, unknown> = { ...defaults(caller), ...own };
  return Object.assign(wx, bind(caller, { canIUse: synchronous(canIUse(wx, engine.init.system.SDKVersion), ['schema']) })) as unknown as Wx;
};
