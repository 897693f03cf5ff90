// Pages: the engine keeps the stack; here are the checks and the answers.
import { type Caller, asynchronous } from './callbacks';

type Url = { url: string };

export const navigation = (caller: Caller) => {
  const { engine } = caller;
  const url = { url: 'String' };
  return {
    navigateTo: asynchronous(url, ({ url: to, events }: WechatMiniprogram.NavigateToOption) =>
      engine.navigateTo(to, (events ?? {}) as Record<string, (...given: unknown[]) => void>),
    ),
    redirectTo: asynchronous(url, ({ url: to }: Url) => engine.redirectTo(to)),
    reLaunch: asynchronous(url, ({ url: to }: Url) => engine.reLaunch(to)),
    switchTab: asynchronous(url, ({ url: to }: Url) => engine.switchTab(to)),
    navigateBack: asynchronous({ delta: 'Number?' }, ({ delta }: WechatMiniprogram.NavigateBackOption) => engine.navigateBack(delta ?? 1)),
    restartMiniProgram: asynchronous({ path: 'String' }, ({ path }: { path: string }) => engine.reLaunch(path.replace(/^\/*/, '/'))),
  };
};
