// What the phone says of itself. The figures of its screen are the host's; the rest is the phone of WeChat's developer tools.
import { type Caller, asynchronous, immediate, plain, synchronous } from './callbacks';
import { USER_DATA_PATH } from './files';

// each has its `…Authorized`
const PERMISSIONS =
  'album bluetooth camera location microphone notification notificationAlert notificationBadge notificationSound phoneCalendar';
const permissions = <Value>(value: Value): Record<string, Value> =>
  Object.fromEntries(PERMISSIONS.split(' ').map((name) => [`${name}Authorized`, value]));

export const system = (caller: Caller) => {
  const { engine } = caller;
  const facts = engine.init.system;

  const windowInfo = () => {
    const { screenWidth, screenHeight, statusBarHeight } = facts;
    const windowHeight = globalThis.innerHeight ?? screenHeight;
    const safeArea = {
      left: 0,
      right: screenWidth,
      top: statusBarHeight,
      bottom: screenHeight,
      width: screenWidth,
      height: screenHeight - statusBarHeight,
    };
    return {
      pixelRatio: globalThis.devicePixelRatio ?? 1,
      screenWidth,
      screenHeight,
      windowWidth: globalThis.innerWidth ?? screenWidth,
      windowHeight,
      statusBarHeight,
      screenTop: screenHeight - windowHeight,
      safeArea,
    };
  };
  const deviceInfo = () => ({
    brand: 'devtools',
    model: 'iPhone X',
    system: 'iOS 17.0.1',
    platform: 'devtools',
    benchmarkLevel: 1,
    memorySize: 2048,
    abi: '',
    deviceAbi: '',
    cpuType: '',
  });
  const appBaseInfo = () => ({
    SDKVersion: facts.SDKVersion,
    version: '8.0.50',
    language: facts.language,
    enableDebug: false,
    theme: 'light',
    fontSizeSetting: 16,
    fontSizeScaleFactor: 1,
    host: { appId: '', env: 'WeChat' },
    PCKernelVersion: '',
  });
  const systemSetting = () => ({ bluetoothEnabled: false, locationEnabled: false, wifiEnabled: true, deviceOrientation: 'portrait' });
  const all = () => ({
    ...windowInfo(),
    ...deviceInfo(),
    ...appBaseInfo(),
    ...systemSetting(),
    ...permissions(true),
    locationReducedAccuracy: false,
  });
  const launch = () => ({ ...engine.launch, query: { ...engine.launch.query }, forwardMaterials: [], apiCategory: 'default' });

  return {
    env: plain({ USER_DATA_PATH }),
    getSystemInfo: immediate(all),
    getSystemInfoAsync: asynchronous({}, all),
    getSystemInfoSync: synchronous(all),
    getWindowInfo: synchronous(windowInfo),
    getDeviceInfo: synchronous(deviceInfo),
    getAppBaseInfo: synchronous(appBaseInfo),
    getSystemSetting: synchronous(systemSetting),
    getAppAuthorizeSetting: synchronous(() => ({ ...permissions('authorized'), locationReducedAccuracy: false })),
    getMenuButtonBoundingClientRect: synchronous(() => ({ ...facts.menuButton })),
    getLaunchOptionsSync: synchronous(launch),
    getEnterOptionsSync: synchronous(launch),
    getRendererUserAgent: plain(() => Promise.resolve(navigator.userAgent)),
    getExtConfig: asynchronous({}, () => ({ extConfig: {} })),
    getExtConfigSync: synchronous(() => ({})),
  };
};
