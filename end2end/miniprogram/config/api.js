// Where the server is, and its calls. On a real phone the host must be https and be listed as a request and upload
// domain in WeChat's console.
const base = 'http://127.0.0.1:8080/oapro/wx/';

module.exports = {
  AuthLoginByWeixin: `${base}auth/login_by_weixin`,
  AuthBindPhone: `${base}auth/bindPhone`,
  AuthLogout: `${base}auth/logout`,
  AuthProfile: `${base}auth/profile`,
  AuthAvatar: `${base}auth/avatar`,
  UserIndex: `${base}user/index`,
  SwiperImgs: `${base}swiperImgs`,
  MeetingList: `${base}meeting/list`,
  VoteList: `${base}vote/list`,
};
