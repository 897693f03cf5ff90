// The bars around the page, its pulling down and its scrolling.
import { type Caller, type Checks, asynchronous, reason } from './callbacks';

const TEXT_STYLES: Readonly<Record<string, 'black' | 'white'>> = { '#ffffff': 'white', '#000000': 'black' };

export const bars = ({ engine }: Caller) => {
  /** Runs `change` where a tab page is on the screen: elsewhere WeChat has no tab bar to change. */
  const onTabPage =
    <Options extends object>(change: (options: Options) => void) =>
    (options: Options): void => {
      const tabs = engine.project.app.tabBar?.list ?? [];
      if (!tabs.some((tab) => tab.pagePath === engine.top()?.route)) throw reason('not TabBar page');
      const { index } = options as { index?: number };
      if (index !== undefined && !tabs[index]) throw reason('tabbar item not found');
      change(options);
    };
  type TabChange = Parameters<typeof engine.setTab>[1];
  const tab = <Options extends { index: number }>(change: (options: Options) => TabChange, checks: Checks = {}) =>
    asynchronous(
      { index: 'Number', ...checks },
      onTabPage((options: Options) => engine.setTab(options.index, change(options))),
    );

  const setNavigationBarColor = ({ frontColor, backgroundColor }: WechatMiniprogram.SetNavigationBarColorOption): void => {
    const textStyle = TEXT_STYLES[frontColor.toLowerCase()];
    if (!textStyle) throw reason(`invalid frontColor "${frontColor}"`);
    engine.setNavigationBar({ background: backgroundColor, textStyle });
  };
  const setTabBarStyle = ({ color, selectedColor, backgroundColor, borderStyle }: WechatMiniprogram.SetTabBarStyleOption): void =>
    engine.setTabBar(given({ color, selectedColor, backgroundColor, borderStyle }));
  const pageScrollTo = ({ scrollTop, selector, duration = 300 }: WechatMiniprogram.PageScrollToOption): void =>
    engine.scrollTo({ ...given({ scrollTop, selector }), duration });
  const loadFontFace = async ({ family, source, desc = {} }: WechatMiniprogram.LoadFontFaceOption) => {
    const { style, weight } = desc;
    const face = new FontFace(family, source, given({ style, weight }));
    try {
      document.fonts.add(await face.load());
    } catch {
      throw reason('A network error occurred.');
    }
    return { status: 'loaded' };
  };

  return {
    setNavigationBarTitle: asynchronous({ title: 'String' }, ({ title }: { title: string }) => engine.setNavigationBar({ title })),
    setNavigationBarColor: asynchronous({ frontColor: 'String', backgroundColor: 'String' }, setNavigationBarColor),
    showNavigationBarLoading: asynchronous({}, () => engine.setNavigationBar({ loading: true })),
    hideNavigationBarLoading: asynchronous({}, () => engine.setNavigationBar({ loading: false })),
    hideHomeButton: asynchronous({}, () => engine.setNavigationBar({ hideHome: true })),

    showTabBar: asynchronous(
      {},
      onTabPage(() => engine.setTabBar({ hidden: false })),
    ),
    hideTabBar: asynchronous(
      {},
      onTabPage(() => engine.setTabBar({ hidden: true })),
    ),
    setTabBarStyle: asynchronous({}, onTabPage(setTabBarStyle)),
    setTabBarItem: tab(({ text, iconPath, selectedIconPath }: WechatMiniprogram.SetTabBarItemOption) =>
      given({ text, icon: iconPath, selectedIcon: selectedIconPath }),
    ),
    setTabBarBadge: tab(({ text }: WechatMiniprogram.SetTabBarBadgeOption) => ({ badge: text, redDot: false }), { text: 'String' }),
    removeTabBarBadge: tab(() => ({ badge: '' })),
    showTabBarRedDot: tab(() => ({ badge: '', redDot: true })),
    hideTabBarRedDot: tab(() => ({ redDot: false })),

    startPullDownRefresh: asynchronous({}, () => engine.startPullDown()),
    stopPullDownRefresh: asynchronous({}, () => engine.stopPullDown()),
    pageScrollTo: asynchronous({ scrollTop: 'Number?', selector: 'String?', duration: 'Number?' }, pageScrollTo),
    hideKeyboard: asynchronous({}, () => {
      if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
    }),
    loadFontFace: asynchronous({ family: 'String', source: 'String' }, loadFontFace),
  };
};

type Given<Members> = { [Key in keyof Members]?: NonNullable<Members[Key]> };

/** The members that are there. */
const given = <Members extends Record<string, unknown>>(members: Members): Given<Members> =>
  Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined)) as Given<Members>;
