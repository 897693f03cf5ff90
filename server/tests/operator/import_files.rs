//! One table, as each tool writes it: MySQL, Navicat, Excel, DBeaver, R, a data frame.

use encoding_rs::{BIG5, Encoding, GB18030, GBK};
use rstest::rstest;
use serde_json::{Value, json};

use crate::fixture::Fixture;

/// What every file below says: an id above 2³¹, a name with a quotation mark, a comma and a backslash, nothing, a date.
fn expected() -> Value {
    json!([
        [1, "oFirst", "林\"晓\", a\\b", "12066600001", 2, "2019-03-05"],
        [3_000_000_000_i64, "oSecond", "", null, 0, "2019-03-06"]
    ])
}

const DBEAVER: &str = "\"id\",\"weixin_openid\",\"nickname\",\"mobile\",\"gender\",\"add_time\",\"deleted\"\n\
    1,oFirst,\"林\"\"晓\"\", a\\b\",12066600001,2,2019-03-05 09:12:33.000,0\n3000000000,oSecond,,,0,2019-03-06 09:12:33.000,0\n";

const NAVICAT: &str = "\"id\"\t\"weixin_openid\"\t\"nickname\"\t\"mobile\"\t\"gender\"\t\"add_time\"\t\"deleted\"\r\n\
    \"1\"\t\"oFirst\"\t\"林\"\"晓\"\", a\\b\"\t\"12066600001\"\t\"2\"\t\"2019-03-05 09:12:33\"\t\"0\"\r\n\
    \"3000000000\"\t\"oSecond\"\t\"\"\t\"(Null)\"\t\"0\"\t\"2019-03-06 09:12:33\"\t\"0\"\r\n";

const INTO_OUTFILE: &str = "id,weixin_openid,nickname,mobile,gender,add_time,deleted\n\
    1,\"oFirst\",\"林\\\"晓\\\", a\\\\b\",\"12066600001\",2,\"2019-03-05 09:12:33\",\"\\0\"\n\
    3000000000,\"oSecond\",\"\",\\N,0,\"2019-03-06 09:12:33\",\"\\0\"\n";

const INTO_OUTFILE_BARE: &str = "id\tweixin_openid\tnickname\tmobile\tgender\tadd_time\tdeleted\n\
    1\toFirst\t林\"晓\", a\\\\b\t12066600001\t2\t2019-03-05 09:12:33\t0\n3000000000\toSecond\t\t\\N\t0\t2019-03-06 09:12:33\t0\n";

const MYSQL_BATCH: &str = "id\tweixin_openid\tnickname\tmobile\tgender\tadd_time\tdeleted\n\
    1\toFirst\t林\"晓\", a\\\\b\t12066600001\t2\t2019-03-05 09:12:33\t0\n3000000000\toSecond\t\tNULL\t0\t2019-03-06 09:12:33\t0\n";

const WORKBENCH: &str = "`id`;`weixin_openid`;`nickname`;`mobile`;`gender`;`add_time`;`deleted`\n\
    1;oFirst;\"林\"\"晓\"\", a\\b\";12066600001;2;2019-03-05 09:12:33;0\n3000000000;oSecond;;NULL;0;2019-03-06 09:12:33;0\n";

const EXCEL: &str = "ID,WEIXIN_OPENID,NickName,Mobile,Gender,Add_Time,Deleted,,\r\n\
    1,oFirst,\"林\"\"晓\"\", a\\b\",=\"12066600001\",2,2019/3/5 9:12,FALSE,,\r\n\
    3000000000,oSecond,,,0,2019/3/6 9:12,FALSE,,\r\n,,,,,,,,\r\n";

const SEP: &str = "sep=;\r\nid;weixin_openid;nickname;mobile;gender;add_time;deleted\r\n\
    1;oFirst;\"林\"\"晓\"\", a\\b\";12066600001;2;2019-03-05;0\r\n3000000000;oSecond;;;0;2019-03-06;0\r\n";

const DATA_FRAME: &str = ",id,weixin_openid,nickname,mobile,gender,add_time,deleted\n\
    0,1.0,oFirst,\"林\"\"晓\"\", a\\b\",12066600001.0,2.0,2019-03-05T01:12:33Z,False\n\
    1,3000000000.0,oSecond,,,0.0,2019-03-06T01:12:33Z,False\n";

fn utf16(text: &str, bytes: fn(u16) -> [u8; 2]) -> Vec<u8> {
    format!("\u{feff}{text}").encode_utf16().flat_map(bytes).collect()
}

fn encoded(encoding: &'static Encoding, text: &str) -> Vec<u8> {
    encoding.encode(text).0.to_vec()
}

#[rstest]
#[case::dbeaver(DBEAVER.into(), &[])]
#[case::navicat(NAVICAT.into(), &[])]
#[case::into_outfile(INTO_OUTFILE.into(), &[])]
#[case::into_outfile_said(INTO_OUTFILE.into(), &["--escape", "mysql"])]
#[case::into_outfile_bare(INTO_OUTFILE_BARE.into(), &[])]
#[case::mysql_batch(MYSQL_BATCH.into(), &[])]
#[case::mysql_batch_on_windows(MYSQL_BATCH.replace('\n', "\r\n").into(), &[])]
#[case::workbench(WORKBENCH.into(), &[])]
#[case::excel(EXCEL.into(), &[])]
#[case::excel_csv_utf8(format!("\u{feff}{EXCEL}").into(), &[])]
#[case::excel_unicode_text(utf16(NAVICAT, u16::to_le_bytes), &[])]
#[case::utf16_big_endian(utf16(DBEAVER, u16::to_be_bytes), &[])]
#[case::excel_gbk(encoded(GBK, EXCEL), &["--encoding", "gbk"])]
#[case::excel_cp936(encoded(GBK, EXCEL), &["--encoding", "CP936"])]
#[case::gb18030_outfile(encoded(GB18030, INTO_OUTFILE), &["--encoding", "gb18030"])]
#[case::big5(encoded(BIG5, &DBEAVER.replace('晓', "曉")), &["--encoding", "big5"])]
#[case::old_mac(DBEAVER.replace('\n', "\r").into(), &[])]
#[case::sep(SEP.into(), &[])]
#[case::sep_marked(format!("\u{feff}{SEP}").into(), &[])]
#[case::data_frame(DATA_FRAME.into(), &[])]
#[case::csv_said(DBEAVER.into(), &["--escape", "csv"])]
fn a_file_of_any_export_tool_is_read(#[case] bytes: Vec<u8>, #[case] options: &[&str]) {
    let fixture = Fixture::new();
    fixture.write("users.csv", bytes);
    let done = fixture.run(&[&["import", "users.csv"], options].concat());
    assert_eq!(done.code(), 0, "{}{}", done.stdout(), done.stderr());
    let users = fixture.json(&["user", "list", "--show-phones"])["users"].clone();
    let seen: Vec<_> = users
        .as_array()
        .unwrap()
        .iter()
        .map(|user| {
            let day = user["registerTime"].as_str().unwrap().split('T').next();
            let name = user["nickName"].as_str().unwrap().replace('曉', "晓");
            json!([user["userId"], user["openid"], name, user["phone"], user["gender"], day])
        })
        .collect();
    assert_eq!(json!(seen), expected());
}

#[test]
fn the_report_describes_the_detected_format() {
    let fixture = Fixture::new();
    fixture.write("users.txt", encoded(GBK, MYSQL_BATCH));
    let stderr = fixture.run(&["import", "users.txt"]).failure(1);
    assert!(stderr.contains("line 2 is not UTF-8; it looks like GB18030: give --encoding gb18030"), "{stderr}");
    assert_eq!(fixture.json(&["user", "list"])["total"], 0, "a guess is reported, and not used");
    let stderr = fixture.run(&["import", "users.txt", "--encoding", "gb18030", "--dry-run"]).success();
    assert!(
        stderr.contains("Read as a file in gb18030, with tabs between fields, with MySQL's backslashes\n"),
        "{stderr}"
    );
    let report = fixture.json(&["import", "users.txt", "--encoding", "gb18030"]);
    assert_eq!((&report["encoding"], &report["delimiter"]), (&json!("gb18030"), &json!("\t")));
    assert_eq!(report["escape"], "mysql");

    let unknown = fixture.run(&["import", "users.txt", "--encoding", "klingon"]);
    assert!(unknown.code() == 2 && unknown.stderr().contains("gb18030"), "{}", unknown.stderr());
    let table = fixture.run(&["import", "mysql://h/d", "--encoding", "gbk"]).failure(1);
    assert!(table.contains("--encoding and --escape are for CSV files"), "{table}");
}

#[test]
fn one_bad_byte_costs_its_row() {
    let fixture = Fixture::new();
    let mut bytes = "id,weixin_openid,nickname\n1,o1,林\n2,o2,".as_bytes().to_vec();
    bytes.extend(b"a\xff\n3,o3,\"b\n4,o4,c\"\n5,o5,\xe6\x9e\n6,o6,f\n");
    fixture.write("users.csv", bytes);
    let done = fixture.run(&["import", "users.csv", "--skip-bad", "--json"]);
    let report: Value = serde_json::from_str(&done.stdout()).unwrap();
    let bytes = "it has bytes that are not UTF-8";
    let rows = json!([
        { "id": 2, "line": 3, "taken": false, "why": bytes },
        { "id": 3, "line": 4, "taken": false, "why": "a quotation mark is missing: a field goes on to line 5" },
        { "id": 5, "line": 6, "taken": false, "why": bytes },
    ]);
    assert_eq!((&report["rows"], &report["new"]), (&rows, &json!(2)), "{}", done.stderr());
}
