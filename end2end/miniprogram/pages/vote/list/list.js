// 投票: the votes.
const api = require('../../../config/api');

Page(require('../../../utils/listing')(api.VoteList));
