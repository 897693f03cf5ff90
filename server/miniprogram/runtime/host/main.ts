// The script of the page around an opened mini-program: /miniprogram/<key>/runtime/host.js.

import { OpenedMiniProgram } from './element';

if (!customElements.get('opened-mini-program')) customElements.define('opened-mini-program', OpenedMiniProgram);
