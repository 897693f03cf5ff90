// 会议: pictures that turn, and the meetings.
const api = require('../../../config/api');
const { request } = require('../../../utils/util');
const listing = require('../../../utils/listing')(api.MeetingList);

Page({
  ...listing,

  data: { ...listing.data, images: [] },

  onShow() {
    this.loadImages();
    listing.onShow.call(this);
  },

  // Without pictures there is a list all the same, so a failure is not told; the next onShow tries again.
  async loadImages() {
    if (this.data.images.length === 0) {
      this.setData({ images: await request(api.SwiperImgs).catch(() => []) });
    }
  },
});
