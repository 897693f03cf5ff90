// 用户设置: the profile, the phone number, and the way out.
const user = require('../../../utils/user');
const { toast, toastError, exclusively } = require('../../../utils/util');

Page({
  data: {
    userInfo: null,
    named: false,
    // WeChat's own choosers of avatar and name are offered
    canChoose: false,
    busy: false,
  },

  // Buttons rest while the key is renewed: a number that is asked for meanwhile could be under the old one.
  async onShow() {
    this.showStored();
    const { userInfo } = this.data;
    if (userInfo && !userInfo.phone) {
      await exclusively(this, user.renewKey);
      this.showStored();
    }
  },

  showStored() {
    const userInfo = wx.getStorageSync('userInfo') || null;
    this.setData({
      userInfo,
      named: Boolean(userInfo) && user.isName(userInfo.nickName),
      canChoose: Boolean(userInfo) && user.canChoose(userInfo),
    });
  },

  pleaseLogIn() {
    toast('绑定失败:请先登录', 2500);
  },

  bindPhone({ detail }) {
    if (detail.errMsg === 'getPhoneNumber:ok') {
      this.save(() => user.bindPhone(detail), '绑定手机号码成功');
    } else if (!/deny|cancel/.test(detail.errMsg)) {
      // a refusal is no failure; that the app may not ask is one
      toastError(detail);
    }
  },

  // no address: the user chose none
  saveAvatar({ detail }) {
    if (detail.avatarUrl) {
      this.save(() => user.saveAvatar(detail.avatarUrl), '头像已保存');
    }
  },

  saveNickName({ detail }) {
    const nickName = detail.value.nickName.trim();
    if (nickName) {
      this.save(() => user.saveNickName(nickName), '昵称已保存');
    } else {
      toast('请输入昵称');
    }
  },

  save(action, done) {
    exclusively(this, async () => {
      await action();
      this.showStored();
      toast(done);
    });
  },

  logout() {
    exclusively(this, async () => {
      const { confirm } = await wx.showModal({ title: '退出登录?', confirmColor: '#b4282d' });
      if (confirm) {
        await user.logout();
        wx.reLaunch({ url: '/pages/index/index' });
      }
    });
  },
});
