// The built-in components: each file defines one, or a family.
import type { ComponentSpace } from 'glass-easel';
import type { Services } from '../types';
import { defineButton } from './button';
import { defineCanvas } from './canvas';
import { resolveImagesBy } from './canvas-context';
import { defineChoices } from './choice';
import { defineContactButton } from './contact-button';
import { type Define, definer } from './define';
import { defineForm } from './form';
import { defineIcon } from './icon';
import { defineImages } from './image';
import { defineInput } from './input';
import { defineLabel } from './label';
import { defineLayout } from './layout';
import { defineNavigator } from './navigator';
import { defineScrollView } from './scroll-view';
import { defineSwitch } from './switch';
import { defineText } from './text';
import { defineTextarea } from './textarea';
import { defineUnsupported } from './unsupported';
import { defineViews } from './view';
import { defineWebView } from './web-view';

type Family = (define: Define) => void;

/** Families that fewer projects use, with their tags: each is loaded where a template of the project has one. */
const ON_DEMAND: [tags: string, load: () => Promise<Family>][] = [
  ['rich-text', async () => (await import('./rich-text')).defineRichText],
  ['swiper', async () => (await import('./swiper')).defineSwiper],
  ['slider', async () => (await import('./slider')).defineSlider],
  ['progress', async () => (await import('./progress')).defineProgress],
  ['picker', async () => (await import('./picker')).definePicker],
  ['picker-view', async () => (await import('./picker-view')).definePickerView],
  ['movable-area movable-view', async () => (await import('./movable')).defineMovables],
  ['video audio', async () => (await import('./media')).defineMedia],
  ['page-meta navigation-bar', async () => (await import('./page-meta')).definePageMeta],
  ['page-container root-portal', async () => (await import('./page-container')).defineContainers],
];

/**
 * Defines every component of WeChat that the project uses in `space`, for all pages and components. `templates` are the compiled
 * templates, among them `@builtin/slot`, `@builtin/empty` and `@builtin/track`; `tags` is what stands in any template.
 */
export async function defineBuiltins(
  space: ComponentSpace, templates: Record<string, unknown>, services: Services, tags: readonly string[],
): Promise<void> {
  const define = definer(space, templates, services);
  resolveImagesBy((src) => services.fileUrl(src, {}));
  const used = new Set(tags.map((tag) => tag.toLowerCase()));
  const wanted = ON_DEMAND.filter(([names]) => names.split(' ').some((name) => used.has(name)));
  const loaded = await Promise.all(wanted.map(([, load]) => load()));
  for (const family of [
    defineViews, defineText, defineImages, defineIcon, defineButton, defineForm, defineLabel, defineInput, defineTextarea, defineChoices,
    defineSwitch, defineScrollView, defineNavigator, defineCanvas, defineLayout, defineWebView, defineContactButton, ...loaded,
  ]) {
    family(define);
  }
  defineUnsupported(define, space);
}
