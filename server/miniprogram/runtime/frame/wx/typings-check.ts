/// <reference types="miniprogram-api-typings" />
// Compiled by tsc, bundled nowhere: an error in this file names what the table lacks, or has beyond Tencent's typings.
import type { Working } from './index';
import type { HarmlessName, Name, RefusedName, WorkingName } from './table';

type Wx = WechatMiniprogram.Wx;
/** Compiles for `never` alone; the error names what is there instead. */
type Nothing<Missing extends never> = Missing;

export type LackingInTable = Nothing<Exclude<keyof Wx, Name>>;
export type BeyondTypings = Nothing<Exclude<Name, keyof Wx>>;
export type InTwoStates = Nothing<(WorkingName & HarmlessName) | (WorkingName & RefusedName) | (HarmlessName & RefusedName)>;
/** Code for a name that the table refuses would hide the refusal. */
export type CodeBeyondTable = Nothing<Exclude<keyof Working, WorkingName | HarmlessName>>;
