// 首页: the two official ways to a profile, side by side. It shows what the platform gives; the server is not asked.
const user = require('../../utils/user');
const { toast, exclusively } = require('../../utils/util');

Page({
  data: {
    canIUseGetUserProfile: Boolean(wx.getUserProfile),
    userInfo: { nickName: '', avatarUrl: '/images/avatar-default.svg' },
    busy: false,
  },

  // for the visitor who wants to see the other way
  toggle({ detail }) {
    this.setData({ canIUseGetUserProfile: detail.value });
  },

  // 1: the way that asks
  getUserProfile() {
    exclusively(this, async () => {
      try {
        this.setData({ userInfo: await user.getProfile() });
      } catch (error) {
        // a refusal is no failure
        if (!/deny|cancel/.test(error.errMsg)) {
          throw error;
        }
      }
    });
  },

  // 2: the silent way, withdrawn on 2021-04-28; since then it names nobody
  getUserInfo({ detail }) {
    if (detail.userInfo) {
      this.setData({ userInfo: detail.userInfo });
    } else {
      toast('微信登录失败', 2500);
    }
  },
});
