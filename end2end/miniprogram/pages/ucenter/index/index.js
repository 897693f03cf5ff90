// 我的: who one is, and how much one has to do.
const api = require('../../../config/api');
const { LOGIN_PAGE, request, toast, toastError } = require('../../../utils/util');

Page({
  data: {
    userInfo: null,
    // what user/index answers; the names of its fields are the API's
    counts: null,
    groups: [
      [
        { icon: 'host', text: '我主持的会议', count: 'metting_pubs' },
        { icon: 'join', text: '我参与的会议', count: 'metting_joins' },
      ],
      [
        { icon: 'publish', text: '我发布的投票', count: 'vote_pubs' },
        { icon: 'voted', text: '我参与的投票', count: 'vote_joins' },
      ],
      [
        { icon: 'message', text: '消息' },
        { icon: 'gear', text: '设置' },
      ],
    ],
  },

  onShow() {
    this.setData({ userInfo: wx.getStorageSync('userInfo') || null });
    if (wx.getStorageSync('token')) {
      this.loadCounts();
    } else {
      this.setData({ counts: null });
    }
  },

  // The last known counts stay until the new ones are there, and when those do not come.
  async loadCounts() {
    const token = wx.getStorageSync('token');
    try {
      const counts = await request(api.UserIndex);
      if (wx.getStorageSync('token') === token) {
        this.setData({ counts });
      }
    } catch (error) {
      toastError(error);
    }
  },

  tapName() {
    if (!getApp().globalData.hasLogin) {
      wx.navigateTo({ url: LOGIN_PAGE });
    }
  },

  tapSettings() {
    wx.navigateTo({ url: this.data.userInfo ? '/pages/ucenter/user/user' : LOGIN_PAGE });
  },

  tapCell() {
    toast('开发中');
  },
});
