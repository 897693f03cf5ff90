// What 会议 and 投票 share: a list that grows when its end is reached, is renewed by pulling it down, and can fail.
const { request, toastError } = require('./util');

const STATES = ['未开始', '进行中', '已结束'];

// `11-24 09:30` of `2026-11-24T09:30:00+08:00`. As text, for the clock of the phone may be in another zone.
function moment(time) {
  return `${time.slice(5, 10)} ${time.slice(11, 16)}`;
}

function toRow(item) {
  return { ...item, stateText: STATES[item.state], moment: moment(item.time || item.endTime) };
}

// The part of a page's options that shows the list at `url`.
module.exports = (url) => ({
  // `rows` is null until the first page came; `page` counts the pages that are there
  data: { rows: null, page: 0, pages: 0, failed: false, busy: false },

  onShow() {
    if (this.data.page === 0) {
      this.load(1);
    }
  },

  onReachBottom() {
    const { page, pages } = this.data;
    if (page < pages) {
      this.load(page + 1);
    }
  },

  async onPullDownRefresh() {
    await this.load(1);
    wx.stopPullDownRefresh();
  },

  retry() {
    this.load(1);
  },

  async load(number) {
    if (this.data.busy) {
      return;
    }
    this.setData({ busy: true, failed: false });
    try {
      const { list, page, pages } = await request(url, { page: number });
      const rows = list.map(toRow);
      this.setData({ rows: number === 1 ? rows : this.data.rows.concat(rows), page, pages });
    } catch (error) {
      this.setData({ failed: true });
      if (this.data.rows) {
        toastError(error);
      }
    } finally {
      this.setData({ busy: false });
    }
  },
});
