use rstest::rstest;

use super::{CsvOptions, File, FileError, SkipReason, read};

fn file(text: &[u8]) -> File {
    read(text, CsvOptions::default()).unwrap()
}

/// The name, or why the row is skipped.
type Name = Result<Option<String>, SkipReason>;

/// Line, id and name of each row.
fn rows(text: &str) -> Vec<(u64, Option<i64>, Name)> {
    let rows = file(text.as_bytes()).rows.into_iter();
    rows.map(|row| (row.line.unwrap(), row.id, row.user.map(|user| user.nickname))).collect()
}

#[test]
fn columns_stand_in_any_order() {
    let text = "\u{feff}nickname,id,weixin_openid,moblie\n\"林, 晓\",20,o2,x\nNULL , 3,o1,\n\\N,x,o3,\n";
    assert_eq!(file(text.as_bytes()).ignored, ["moblie"]);
    let expected =
        [(2, Some(20), Ok(Some("林, 晓".to_owned()))), (3, Some(3), Ok(None)), (4, None, Err(SkipReason::Id))];
    assert_eq!(rows(text), expected);
}

#[rstest]
#[case::upper("ID,WEIXIN_OPENID,NICKNAME")]
#[case::mixed("Id,Weixin_OpenId,NickName")]
#[case::camel("id,weixinOpenid,nickName")]
#[case::quoted("\"id\",\"weixin_openid\",\"nickname\"")]
#[case::backticks("`id`,`weixin_openid`,`nickname`")]
#[case::single("'id','weixin_openid','nickname'")]
#[case::with_the_table("wx_user.id,`wx_user`.`weixin_openid`,u.nickname")]
#[case::blanks(" id , weixin_openid , nickname ")]
#[case::blanks_inside("id,weixin openid,nick name")]
#[case::empty_ones_after("id,weixin_openid,nickname,,")]
fn a_column_name_is_normalised(#[case] header: &str) {
    let text = format!("{header}\n1,o1,林\n");
    assert_eq!(rows(&text), [(2, Some(1), Ok(Some("林".to_owned())))]);
    assert!(file(text.as_bytes()).ignored.is_empty());
}

#[rstest]
#[case::embedded_line("1,o1,\"a\nb\"\n2,o2,c\n", &[(2, Ok("a\nb")), (4, Ok("c"))])]
#[case::embedded_quotes("1,o1,\"a \"\"b\"\"\"\n", &[(2, Ok("a \"b\""))])]
#[case::stray_quotes("1,o1,\"a\"b\n", &[(2, Ok("ab"))])]
#[case::empty_rows("1,o1,a\n,,\n\n  , ,\n2,o2,b\n", &[(2, Ok("a")), (6, Ok("b"))])]
#[case::fields_after("1,o1,a,,\n", &[(2, Ok("a"))])]
#[case::too_many("1,o1,a,b\n", &[(2, Err(SkipReason::Fields { has: 4, header: 3 }))])]
#[case::too_few("1,o1\n", &[(2, Err(SkipReason::Fields { has: 2, header: 3 }))])]
#[case::old_mac("1,o1,a\r2,o2,b\r", &[(2, Ok("a")), (3, Ok("b"))])]
#[case::id_as_text("\"=\"\"1\"\"\",=\"o1\",a\n'2,o2,b\n3.0,o3,c\n", &[(2, Ok("a")), (3, Ok("b")), (4, Ok("c"))])]
#[case::id_rounded("1.23457E+11,o1,a\n", &[(2, Err(SkipReason::RoundedId))])]
fn rows_as_tools_write_them(#[case] text: &str, #[case] expected: &[(u64, Result<&str, SkipReason>)]) {
    let header = if text.contains('\n') { "id,weixin_openid,nickname\n" } else { "id,weixin_openid,nickname\r" };
    let rows = rows(&format!("{header}{text}"));
    let seen: Vec<_> =
        rows.iter().map(|(line, _, name)| (*line, name.clone().map(Option::unwrap_or_default))).collect();
    let expected: Vec<_> = expected.iter().map(|(line, name)| (*line, name.map(str::to_owned))).collect();
    assert_eq!(seen, expected);
}

#[test]
fn a_missing_quotation_mark_merges_no_rows() {
    let text = "id,weixin_openid,nickname,mobile\n1,o1,\"xiao,1\n2,o2,b,2\n3,o3,\"c,3\n4,o4,d,4\n";
    let seen: Vec<_> = rows(text).into_iter().map(|(line, id, name)| (line, id, name.err())).collect();
    assert_eq!(
        seen,
        [(2, Some(1), Some(SkipReason::LineBreak(4))), (5, Some(4), None)],
        "what comes after is read again"
    );
    let text = "id,weixin_openid,nickname\n1,o1,\"xiao\n2,o2,b\n3,o3,\",c\n";
    assert!(rows(text).iter().all(|(_, _, name)| name.is_err()), "a line of a name that could be a row is none");
}

#[test]
fn an_invalid_byte_skips_its_row() {
    let text = b"id,weixin_openid,nickname,memo,deleted\n1,o1,a,b,0\n2,o2,a\xff,b,0\n3,o3,a,b\xff,0\n4,o4,a\xff,b,1\n";
    let seen: Vec<_> = file(text).rows.into_iter().map(|row| (row.line, row.user.err())).collect();
    let expected = [(2, None), (3, Some(SkipReason::Bytes("UTF-8"))), (4, None), (5, None)];
    assert_eq!(seen, expected.map(|(line, why)| (Some(line), why)), "not where nothing is made of it");
}

#[test]
fn a_file_without_accounts_is_rejected() {
    let refused = |text: &[u8]| read(text, CsvOptions::default()).err().unwrap();
    assert!(matches!(refused(b""), FileError::Column("id")));
    assert!(matches!(refused(b"id,openid\n1,o1\n"), FileError::Column("weixin_openid")));
    assert!(matches!(refused(b"id,weixin_openid,ID\n"), FileError::Twice(_)));
    let gbk = refused(b"id,weixin_openid,nickname\n1,o1,\xc1\xd6\n").to_string();
    assert_eq!(gbk, "line 2 is not UTF-8; it looks like GB18030: give --encoding gb18030");
}
