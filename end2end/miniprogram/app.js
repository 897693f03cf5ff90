// The whole program's state is one flag. What survives a restart (token, userInfo) is in storage.
const user = require('./utils/user');

App({
  globalData: { hasLogin: false },

  // Who was logged in still is, unless WeChat has dropped the session_key: then the login page lets them in again. What
  // is stored stays, for the token may still be good.
  async onLaunch() {
    this.globalData.hasLogin = user.isStored();
    if (this.globalData.hasLogin && !(await user.isKeyAlive())) {
      this.globalData.hasLogin = false;
    }
  },
});
