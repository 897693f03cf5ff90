// 登录: where a visitor becomes a user.
const user = require('../../../utils/user');
const { toast, exclusively } = require('../../../utils/util');

// as iOS, Android and the developer tools say it
const TIMEOUT = /timeout|timed_out|超时/i;

Page({
  data: { busy: false },

  // whoever is logged in has no business here
  onShow() {
    if (getApp().globalData.hasLogin) {
      this.leave();
    }
  },

  wxLogin() {
    exclusively(this, async () => {
      try {
        await user.loginByWeixin();
      } catch (error) {
        throw TIMEOUT.test(error.errMsg) ? { errMsg: '微信登录超时' } : error;
      }
      this.leave();
    });
  },

  accountLogin() {
    toast('开发中');
  },

  leave() {
    const pages = getCurrentPages();
    const top = pages[pages.length - 1];
    if (top !== this) {
      // the user went back while the login was under way; what they look at now learns of it
      top.onShow && top.onShow();
    } else if (pages.length > 1) {
      wx.navigateBack();
    } else {
      wx.reLaunch({ url: '/pages/ucenter/index/index' });
    }
  },
});
