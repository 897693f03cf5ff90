//! The demo's meetings and votes: there is always one running, one upcoming and one past.

use identity::{DemoSeed, Meeting, SwiperImage, Vote};

const MINUTE: i64 = 60_000;
const HOUR: i64 = 60 * MINUTE;
const DAY: i64 = 24 * HOUR;

/// The rows of an empty demo database. Times are offsets in ms from the time of writing.
pub(crate) fn seed() -> DemoSeed {
    DemoSeed {
        swiper: vec![
            swiper(1, "banner-1", "季度规划会"),
            swiper(2, "banner-2", "登录改造评审"),
            swiper(3, "banner-3", "安全开发培训"),
        ],
        meetings: vec![
            meeting(1, "第四季度产品规划会", "pic-plan", (-HOUR, 400 * DAY), "杭州 · 三号楼 502 会议室", 18),
            meeting(2, "登录改造方案评审", "pic-review", (DAY, DAY + 90 * MINUTE), "线上会议", 9),
            meeting(3, "小程序安全开发培训", "pic-train", (3 * DAY, 3 * DAY + 90 * MINUTE), "北京 · 报告厅", 46),
            meeting(4, "移动端体验走查", "pic-review", (7 * DAY, 7 * DAY + HOUR), "上海 · 一号楼 201", 12),
            meeting(
                5,
                "第三季度复盘",
                "pic-plan",
                (-47 * DAY, -47 * DAY + 90 * MINUTE),
                "杭州 · 三号楼 501 会议室",
                23,
            ),
            meeting(6, "数据库升级演练", "pic-review", (-20 * DAY, -20 * DAY + 3 * HOUR), "线上会议", 7),
            meeting(7, "新员工入职培训", "pic-train", (-9 * DAY, -9 * DAY + 2 * HOUR), "杭州 · 培训中心", 31),
            meeting(8, "年度技术大会", "pic-plan", (30 * DAY, 31 * DAY), "北京 · 国际会议中心", 64),
        ],
        votes: vec![
            vote(1, "年会去哪里办？", (-2 * DAY, 400 * DAY), 37),
            vote(2, "下午茶换哪一家？", (-DAY, 400 * DAY), 22),
            vote(3, "周会改到周几？", (2 * DAY, 9 * DAY), 0),
            vote(4, "办公室绿植认领", (-30 * DAY, -23 * DAY), 15),
            vote(5, "第三季度之星", (-60 * DAY, -53 * DAY), 41),
        ],
    }
}

fn swiper(id: i64, picture: &str, title: &str) -> SwiperImage {
    SwiperImage { id, image: format!("/oapro/images/{picture}.svg"), title: title.to_owned() }
}

fn meeting(
    id: i64,
    title: &str,
    picture: &str,
    (start_ms, end_ms): (i64, i64),
    address: &str,
    participants: i64,
) -> Meeting {
    Meeting {
        id,
        title: title.to_owned(),
        image: format!("/oapro/images/{picture}.svg"),
        start_ms,
        end_ms,
        address: address.to_owned(),
        participants,
    }
}

fn vote(id: i64, title: &str, (start_ms, end_ms): (i64, i64), cast: i64) -> Vote {
    Vote { id, title: title.to_owned(), start_ms, end_ms, cast }
}
