// The one table of `wx`: every name of Tencent's typings, with what it does here. `typings-check.ts` holds it to the typings in
// both directions; `document.ts` says why, and is what the page WX.md is made of. Names stand by topic, a blank between them.

/** What does as WeChat does, as far as a browser can. No code reads it: it is for the check and the document. */
export const works = {
  login: 'login checkSession getUserProfile getUserInfo getAccountInfoSync',
  privacy: 'getSetting authorize openSetting',
  network: 'request uploadFile downloadFile',
  storage: 'setStorage getStorage removeStorage clearStorage getStorageInfo batchGetStorage batchSetStorage setStorageSync getStorageSync removeStorageSync clearStorageSync getStorageInfoSync batchGetStorageSync batchSetStorageSync getFileSystemManager createBufferURL revokeBufferURL env',
  panels: 'showToast hideToast showLoading hideLoading showModal showActionSheet',
  pages: 'navigateTo redirectTo reLaunch switchTab navigateBack restartMiniProgram',
  bars: 'setNavigationBarTitle setNavigationBarColor showNavigationBarLoading hideNavigationBarLoading hideHomeButton showTabBar hideTabBar setTabBarStyle setTabBarItem setTabBarBadge removeTabBarBadge showTabBarRedDot hideTabBarRedDot startPullDownRefresh stopPullDownRefresh pageScrollTo nextTick hideKeyboard loadFontFace createAnimation createSelectorQuery createIntersectionObserver',
  system: 'getSystemInfo getSystemInfoAsync getSystemInfoSync getWindowInfo getDeviceInfo getAppBaseInfo getSystemSetting getAppAuthorizeSetting getMenuButtonBoundingClientRect getLaunchOptionsSync getEnterOptionsSync canIUse getUpdateManager getRendererUserAgent requestIdleCallback cancelIdleCallback base64ToArrayBuffer arrayBufferToBase64 getRandomValues getExtConfig getExtConfigSync',
  logs: 'getLogManager getRealtimeLogManager',
  clipboard: 'setClipboardData getClipboardData makePhoneCall',
  pictures: 'chooseImage chooseMedia chooseMessageFile previewImage previewMedia getImageInfo compressImage',
  canvas: 'createCanvasContext createOffscreenCanvas canvasToTempFilePath canvasGetImageData canvasPutImageData',
  media: 'createInnerAudioContext getBackgroundAudioManager createAudioContext createWebAudioContext createVideoContext chooseVideo getVideoInfo',
  subscription: 'requestSubscribeMessage',
  events: 'onAppShow offAppShow onAppHide offAppHide onError offError onUnhandledRejection offUnhandledRejection onPageNotFound offPageNotFound onWindowResize offWindowResize',
} as const;

/** Answers that it was done, and does nothing that could be seen. What it answers stands in `answers`. */
export const harmless = {
  privacy: 'getPrivacySetting requirePrivacyAuthorize openPrivacyContract openAppAuthorizeSetting',
  network: 'getNetworkType getLocalIPAddress',
  panels: 'enableAlertBeforeUnload disableAlertBeforeUnload setVisualEffectOnCapture setTopBarText',
  pages: 'exitMiniProgram preloadWebview preloadSkylineView preloadAssets preDownloadSubpackage',
  bars: 'setBackgroundColor setBackgroundTextStyle',
  system: 'getSkylineInfo getDeviceBenchmarkInfo getBatteryInfo getScreenBrightness setScreenBrightness setKeepScreenOn getScreenRecordingState checkIsOpenAccessibility checkDeviceSupportHevc setEnableDebug vibrateShort vibrateLong',
  media: 'setInnerAudioOption getAvailableAudioSources',
  sharing: 'showShareMenu hideShareMenu updateShareMenu checkIsAddedToMyMiniProgram',
  biometrics: 'checkIsSupportSoterAuthentication checkIsSoterEnrolledInDevice',
} as const;

/** The same of calls that return: without an answer they return nothing. */
export const harmlessSynchronous = {
  routes: 'router',
  worklet: 'worklet',
  system: 'getSkylineInfoSync getBatteryInfoSync getExptInfoSync getApiCategory getPerformance getPluginUpdateManager',
  reports: 'reportAnalytics reportEvent reportMonitor reportPerformance',
  pictureInPicture: 'checkIsPictureInPictureActive',
  vision: 'isVKSupport',
} as const;

/** Fails with `name:fail 模拟器不支持 not simulated`. */
export const refused = {
  login: 'pluginLogin authorizeForMiniProgram',
  sockets: 'sendSocketMessage closeSocket',
  localNetwork: 'startLocalServiceDiscovery stopLocalServiceDiscovery',
  background: 'getBackgroundFetchData getBackgroundFetchToken setBackgroundFetchToken',
  storage: 'saveFileToDisk openDocument',
  otherPrograms: 'rewriteRoute navigateToMiniProgram navigateBackMiniProgram openEmbeddedMiniProgram postMessageToReferrerPage postMessageToReferrerMiniProgram',
  bars: 'setWindowSize getSelectedTextRange loadBuiltInFontFace',
  client: 'updateWeChatApp openSystemBluetoothSetting getCommonConfig getInferenceEnvInfo',
  contacts: 'sendSms addPhoneContact addPhoneCalendar addPhoneRepeatCalendar chooseContact',
  album: 'saveImageToPhotosAlbum saveVideoToPhotosAlbum editImage cropImage',
  codecs: 'compressVideo openVideoEditor playVoice pauseVoice stopVoice playBackgroundAudio pauseBackgroundAudio stopBackgroundAudio seekBackgroundAudio getBackgroundAudioPlayerState',
  recording: 'startRecord stopRecord',
  voip: 'joinVoIPChat exitVoIPChat updateVoIPChatMuteConfig subscribeVoIPVideoMembers setEnable1v1Chat join1v1Chat requestDeviceVoIP getDeviceVoIPList',
  location: 'getLocation getFuzzyLocation chooseLocation choosePoi openLocation startLocationUpdate startLocationUpdateBackground stopLocationUpdate',
  payment: 'requestPayment requestOrderPayment requestCommonPayment requestPluginPayment requestMerchantTransfer requestVirtualPayment openHKOfflinePayView jumpToOfflinePay requestAppleSubscribeSign showRedPackage',
  wallet: 'addPaymentPassFinish addPaymentPassGetCertificateData canAddSecureElementPass getSecureElementPasses removeSecureElementPass checkTransitCardSupport deleteTransitCard getTransitCardCPLC getTransitCardInfo getTransitCardList issueTransitCard rechargeTransitCard',
  account: 'chooseAddress chooseInvoice chooseInvoiceTitle chooseLicensePlate addCard openCard getWeRunData shareToWeRun addFileToFavorites addVideoToFavorites',
  chats: 'requestSubscribeDeviceMessage requestSubscribeEmployeeMessage bindEmployeeRelation checkEmployeeRelation authPrivateMessage getShareInfo getGroupEnterInfo showShareImageMenu shareAppMessageToGroup shareEmojiToGroup shareFileMessage shareFileToGroup shareImageToGroup shareToOfficialAccount shareVideoMessage shareVideoToGroup enterChatToolMode openChatTool getChatToolInfo selectGroupMembers notifyGroupMembers',
  channels: 'openChannelsActivity openChannelsEvent openChannelsLive openChannelsLiveNoticeInfo openChannelsUserProfile reserveChannelsLive getChannelsLiveInfo getChannelsLiveNoticeInfo getChannelsShareKey openCustomerServiceChat openOfficialAccountArticle openOfficialAccountChat openOfficialAccountProfile openDesignerProfile openInquiriesTopic openSingleStickerView openStickerIPView openStickerSetView openStoreCouponDetail openStoreOrderDetail',
  biometrics: 'startSoterAuthentication checkIsSupportFacialRecognition requestFacialVerify initFaceDetect faceDetect stopFaceDetect',
  advertising: 'getShowSplashAdStatus',
  sensors: 'scanCode startAccelerometer stopAccelerometer startCompass stopCompass startGyroscope stopGyroscope startDeviceMotionListening stopDeviceMotionListening',
  bluetooth: 'openBluetoothAdapter closeBluetoothAdapter getBluetoothAdapterState getBluetoothDevices getConnectedBluetoothDevices startBluetoothDevicesDiscovery stopBluetoothDevicesDiscovery makeBluetoothPair isBluetoothDevicePaired createBLEConnection closeBLEConnection getBLEDeviceCharacteristics getBLEDeviceRSSI getBLEDeviceServices getBLEMTU setBLEMTU notifyBLECharacteristicValueChange readBLECharacteristicValue writeBLECharacteristicValue createBLEPeripheralServer startBeaconDiscovery stopBeaconDiscovery getBeacons',
  wifi: 'startWifi stopWifi connectWifi getConnectedWifi getWifiList setWifiList startHCE stopHCE getHCEState sendHCEMessage',
} as const;

/** Returns or is an object, whose methods fail like this. */
export const refusedObjects = {
  login: 'getUserCryptoManager',
  sockets: 'connectSocket createTCPSocket createUDPSocket',
  background: 'createCacheManager',
  codecs: 'createMediaAudioPlayer createMediaContainer createMediaRecorder createVideoDecoder',
  recording: 'getRecorderManager createCameraContext createLivePlayerContext createLivePusherContext',
  location: 'createMapContext',
  payment: 'createGlobalPayment',
  advertising: 'createInterstitialAd createRewardedVideoAd',
  wifi: 'getNFCAdapter',
  cloud: 'cloud',
  threads: 'createWorker createInferenceSession createVKSession',
} as const;

/** Throws it. */
export const refusedSynchronous = {
  xr: 'getXrFrameSystem',
} as const;

/** Events that never happen here: each has an `on…` and an `off…`, which do nothing. */
export const events =
  'AccelerometerChange AfterPageLoad AfterPageUnload ApiCategoryChange AppRoute AppRouteDone AudioInterruptionBegin AudioInterruptionEnd BLECharacteristicValueChange BLEConnectionStateChange BLEMTUChange BLEPeripheralConnectionStateChanged BatteryInfoChange BeaconServiceChange BeaconUpdate BeforeAppRoute BeforePageLoad BeforePageUnload BluetoothAdapterStateChange BluetoothDeviceFound CompassChange CopyUrl DeviceMotionChange EmbeddedMiniProgramHeightChange GeneratePoster GetWifiList GyroscopeChange HCEMessage KeyDown KeyUp KeyboardHeightChange LazyLoadError LocalServiceDiscoveryStop LocalServiceFound LocalServiceLost LocalServiceResolveFail LocationChange LocationChangeError MemoryWarning MenuButtonBoundingClientRectWeightChange NetworkStatusChange NetworkWeakChange ParallelStateChange ScreenRecordingStateChanged ThemeChange UserCaptureScreen UserOffTranslation UserTriggerTranslation VoIPChatInterrupted VoIPChatMembersChanged VoIPChatSpeakersChanged VoIPChatStateChanged VoIPVideoMembersChanged WifiConnected WifiConnectedWithPartialInfo WindowStateChange' as const;
/** Those without an `off…`. */
export const eventsWithoutOff = 'BackgroundAudioPause BackgroundAudioPlay BackgroundAudioStop BackgroundFetchData NeedPrivacyAuthorization SocketClose SocketError SocketMessage SocketOpen' as const;

type Split<Text extends string, Found = never> = Text extends `${infer Name} ${infer Rest}` ? Split<Rest, Found | Name> : Found | Text;
type NamesOf<Topics extends Readonly<Record<string, string>>> = Split<Topics[keyof Topics]>;

/** The names that have code of their own. */
export type WorkingName = NamesOf<typeof works>;
export type HarmlessName = NamesOf<typeof harmless> | NamesOf<typeof harmlessSynchronous> | `on${Split<typeof events | typeof eventsWithoutOff>}` | `off${Split<typeof events>}`;
export type RefusedObject = NamesOf<typeof refusedObjects>;
export type RefusedName = NamesOf<typeof refused> | RefusedObject | NamesOf<typeof refusedSynchronous>;
/** Every name of the table. */
export type Name = WorkingName | HarmlessName | RefusedName;
export type Topic = keyof typeof works | keyof typeof harmless | keyof typeof harmlessSynchronous | keyof typeof refused | keyof typeof refusedObjects | keyof typeof refusedSynchronous;

/** The names of all topics. */
export const names = (topics: Readonly<Record<string, string>>): string[] => Object.values(topics).flatMap((topic) => topic.split(' '));

/** What harmless calls answer; those that are not here answer `{}`. */
export const answers: Partial<Record<HarmlessName, unknown>> = {
  getPrivacySetting: { needAuthorization: false, privacyContractName: '' },
  getNetworkType: { networkType: 'wifi', signalStrength: 0, hasSystemProxy: false, weakNet: false },
  getLocalIPAddress: { localip: '127.0.0.1', netmask: '255.0.0.0' },
  getSkylineInfo: { isSupported: false, version: '', reason: 'client not supported' },
  getSkylineInfoSync: { isSupported: false, version: '', reason: 'client not supported' },
  getDeviceBenchmarkInfo: { benchmarkLevel: -1, modelLevel: 0 },
  getBatteryInfo: { level: 100, isCharging: true, isLowPowerModeEnabled: false },
  getBatteryInfoSync: { level: 100, isCharging: true, isLowPowerModeEnabled: false },
  getScreenBrightness: { value: 1 },
  getScreenRecordingState: { state: 'off' },
  checkIsOpenAccessibility: { open: false },
  checkDeviceSupportHevc: { isSupport: false },
  getExptInfoSync: {},
  getApiCategory: 'default',
  getAvailableAudioSources: { audioSources: ['auto'] },
  checkIsPictureInPictureActive: false,
  checkIsAddedToMyMiniProgram: { added: false },
  checkIsSupportSoterAuthentication: { supportMode: [] },
  checkIsSoterEnrolledInDevice: { isEnrolled: false },
  isVKSupport: false,
};
